/** Keeps the projector's laptop from dimming, where the browser can. Returns its stop. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | null = null
  let stopped = false
  const ask = () => {
    // The browser lets go whenever the page is hidden, and may refuse on an empty battery: the wall goes on without.
    if (stopped || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    navigator.wakeLock.request('screen').then(
      (granted) => {
        lock = granted
        if (stopped) void granted.release()
      },
      () => undefined,
    )
  }
  ask()
  document.addEventListener('visibilitychange', ask)
  return () => {
    stopped = true
    document.removeEventListener('visibilitychange', ask)
    void lock?.release()
  }
}

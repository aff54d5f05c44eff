import type { Moment } from '../../shared/model/timer.ts'

// Two soft tones when the time is up, made on the spot: for the facilitator alone, so that the room is not startled.

const KEPT = 'bijeen.sound'

export const soundIsOn = (): boolean => localStorage.getItem(KEPT) !== 'off'
export const keepSound = (on: boolean): void => localStorage.setItem(KEPT, on ? 'on' : 'off')

const TONES = [
  { hertz: 523.25, after: 0 },
  { hertz: 659.25, after: 0.35 },
] as const
const LOUD = 0.12
const RINGS_S = 1.6

let context: AudioContext | null = null

/**
 * Browsers play nothing before someone touched the page, and take that back from a phone that slept: each touch or key makes
 * it ready when it is not. Returns the way to stop.
 */
export function readyChime(): () => void {
  const ready = () => {
    context ??= new AudioContext()
    if (context.state !== 'running') void context.resume()
  }
  const events = ['pointerdown', 'keydown'] as const
  for (const event of events) addEventListener(event, ready)
  return () => {
    for (const event of events) removeEventListener(event, ready)
    void context?.close()
    context = null
  }
}

/** Who wakes a device long after the time was up needs no sound. In shown seconds. */
const RINGS_UNTIL = -5

export function chimeAt(moment: Moment, seconds: number | null): void {
  if (moment !== 'over' || seconds === null || seconds < RINGS_UNTIL) return
  if (!soundIsOn() || context?.state !== 'running') return
  for (const { hertz, after } of TONES) {
    const at = context.currentTime + after
    const tone = new OscillatorNode(context, { type: 'sine', frequency: hertz })
    const volume = new GainNode(context, { gain: 0 })
    volume.gain.setValueAtTime(0, at)
    volume.gain.linearRampToValueAtTime(LOUD, at + 0.04)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + RINGS_S)
    tone.connect(volume).connect(context.destination)
    tone.start(at)
    tone.stop(at + RINGS_S)
  }
}

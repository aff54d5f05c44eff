import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'

// What the kernel says about processes: processor time and memory, seen from outside.

const TICKS_A_SECOND = 100
const NANOSECONDS = 1e9

/** Processor seconds of a process so far, the kernel's work for it and all its threads included. */
export function cpuSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const times = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  )
  return times.reduce((sum, time) => sum + time, 0) / NANOSECONDS
}

/** Resident memory of a process, in MB. */
export function residentMB(pid: number): number {
  const found = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(found ?? NaN) / 1024
}

/** Busy processor seconds of the whole machine so far. */
export function machineSeconds(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const [user, nice, system, , , irq, softirq, steal] = line.trim().split(/\s+/).slice(1).map(Number)
  const busy = [user, nice, system, irq, softirq, steal]
  return busy.reduce<number>((sum, ticks) => sum + (ticks ?? 0), 0) / TICKS_A_SECOND
}

/** What the kernel holds for the reader of a connection: sent by the server, not yet read by the other end, in bytes. */
export function bytesInKernel(serverPort: number, readerPort: number): number {
  let bytes = 0
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    if (!existsSync(table)) continue
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const [, local = '', remote = '', , queues = ''] = line.trim().split(/\s+/)
      const ports = [local, remote].map((address) => parseInt(address.split(':')[1] ?? '', 16))
      const [sending = 0, received = 0] = queues.split(':').map((hex) => parseInt(hex, 16))
      if (ports[0] === serverPort && ports[1] === readerPort) bytes += sending
      if (ports[0] === readerPort && ports[1] === serverPort) bytes += received
    }
  }
  return bytes
}

/** Whether processes can be bound to a core: with taskset, on two cores or more. */
export const isPinning: boolean = cpus().length > 1 && has('taskset')

/** The command bound to one core, where that is possible. */
export const onCore = (core: number, command: readonly string[]): readonly string[] =>
  isPinning ? ['taskset', '-c', String(core), ...command] : command

/** @throws Error with a sentence when this machine cannot tell what is measured. */
export function requireLinux(): void {
  if (!existsSync('/proc/self/schedstat'))
    throw new Error('The server is measured with the /proc of Linux, which is not here.')
}

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

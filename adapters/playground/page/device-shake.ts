/** Acceleration without gravity that only a shake reaches, in m/s². */
const HARD = 15
/** A shake swings back and forth: all of it is one try. Milliseconds. */
const ONE_SHAKE = 1_000

/** Callers that wait for a shake, the newest card last. */
const waiting: (() => void)[] = []
let shakenAt = Number.NEGATIVE_INFINITY

function look({ acceleration, timeStamp }: DeviceMotionEvent): void {
  const { x, y, z } = acceleration ?? { x: 0, y: 0, z: 0 }
  if (Math.hypot(x ?? 0, y ?? 0, z ?? 0) < HARD || timeStamp - shakenAt < ONE_SHAKE) return
  shakenAt = timeStamp
  waiting.at(-1)?.()
}

/** Calls `onShake` when the device is shaken, unless a newer caller waits too. Returns a function that ends this. */
export function onDeviceShake(onShake: () => void): () => void {
  if (waiting.length === 0) window.addEventListener('devicemotion', look)
  waiting.push(onShake)
  return () => {
    waiting.splice(waiting.indexOf(onShake), 1)
    if (waiting.length === 0) window.removeEventListener('devicemotion', look)
  }
}

/** Asks for the sensor where a browser wants to be asked; call it from a tap. A refusal leaves the button. */
export async function allowDeviceShake(): Promise<void> {
  const { requestPermission } = (globalThis.DeviceMotionEvent ?? {}) as {
    requestPermission?: () => Promise<unknown>
  }
  await requestPermission?.call(globalThis.DeviceMotionEvent).catch(() => undefined)
}

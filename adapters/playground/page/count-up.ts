import { useEffect, useState } from 'preact/hooks'

/** Returns a number of minor units that runs from 0 to `amount` within `millis` while `running`, slower towards the end. */
export function useCountUp(amount: number, running: boolean, millis: number): number {
  const [shown, setShown] = useState(0)
  useEffect(() => {
    if (!running) return
    let frame = 0
    let begun: number | undefined
    const step = (at: number) => {
      begun ??= at
      const part = Math.min(1, (at - begun) / millis)
      setShown(Math.round(amount * (1 - (1 - part) ** 3)))
      if (part < 1) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [amount, running, millis])
  return shown
}

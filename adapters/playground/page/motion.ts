/** Returns whether the visitor asked the system for less motion. */
export function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** Shakes an element sideways, briefly: the gesture of a refusal. */
export function shakeHead(element: HTMLElement | null): void {
  if (!element || prefersStillness()) return
  const sideways = ['0', '-5px', '5px', '-3px', '0'].map((translate) => ({ translate }))
  element.animate(sideways, { duration: 300, easing: 'ease-out' })
}

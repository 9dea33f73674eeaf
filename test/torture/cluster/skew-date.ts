/** Makes this process's clock differ from the machine's, as on a machine whose clock is wrong. Milliseconds. */
export function skewDate(millis: number): void {
  const Right = Date
  const now = () => Right.now() + millis
  globalThis.Date = new Proxy(Right, {
    construct: (target, args) => Reflect.construct(target, args.length > 0 ? args : [now()]),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}

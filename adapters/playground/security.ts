/** Everything the browser may do with the page: run and show what this server sent, and call this server. */
export const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
}

/** Returns the hosts by which a browser on this machine may address the server. Any other is a foreign name. */
function ownHosts(port: number | undefined): readonly string[] {
  const names = ['localhost', '127.0.0.1', '[::1]']
  return names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
}

export function isOwnHost(host: string | undefined, port: number | undefined): boolean {
  return host !== undefined && ownHosts(port).includes(host.toLowerCase())
}

export function isOwnOrigin(origin: string, port: number | undefined): boolean {
  return ownHosts(port).some((host) => origin.toLowerCase() === `http://${host}`)
}

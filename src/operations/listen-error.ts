import { ConfigError } from '../config.js'

/**
 * Returns a ConfigError that names the one variable to change when a port or an address could not be had, and any
 * other error as it is. `variables`: how theirs begin, as `MONITOR` for `MONITOR_PORT`.
 */
export function listenError(
  error: unknown,
  variables: string,
  address: { readonly host: string; readonly port: number } | undefined,
): unknown {
  const { syscall, code } = error as NodeJS.ErrnoException
  // The name of a host is looked up before the program listens there.
  if (!address || !(syscall === 'listen' || syscall === 'getaddrinfo')) return error
  const { host, port } = address
  switch (code) {
    case 'EADDRINUSE':
      return new ConfigError(`${variables}_PORT: port ${port} of ${host} is in use. Set it to another.`)
    case 'EACCES':
      return new ConfigError(
        `${variables}_PORT: port ${port} of ${host} is not allowed to this user. Set it to another.`,
      )
    case 'EADDRNOTAVAIL':
      return new ConfigError(`${variables}_HOST: this machine does not have the address ${host}.`)
    case 'ENOTFOUND':
      return new ConfigError(`${variables}_HOST: no address is known by the name ${host}.`)
    default:
      return error
  }
}

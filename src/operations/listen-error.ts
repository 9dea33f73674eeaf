import { ConfigError } from '../config.js'

/**
 * Returns a ConfigError naming the variable to change when a port or address is unavailable, and any other
 * error unchanged. `variables`: the prefix, such as `MONITOR` for `MONITOR_PORT`.
 */
export function listenError(
  error: unknown,
  variables: string,
  address: { readonly host: string; readonly port: number } | undefined,
): unknown {
  const { syscall, code } = error as NodeJS.ErrnoException
  if (!address || syscall !== 'listen') return error
  const { host, port } = address
  switch (code) {
    case 'EADDRINUSE':
      return new ConfigError(`${variables}_PORT: port ${port} of ${host} is in use. Choose another.`)
    case 'EACCES':
      return new ConfigError(
        `${variables}_PORT: this user may not listen on port ${port} of ${host}. Choose another.`,
      )
    case 'EADDRNOTAVAIL':
      return new ConfigError(`${variables}_HOST: this machine does not have the address ${host}.`)
    default:
      return error
  }
}

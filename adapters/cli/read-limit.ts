import { InvalidArgumentError } from 'commander'

/** Reads how many lines an option allows. */
export function readLimit(text: string): number {
  if (!/^[1-9][0-9]{0,5}$/.test(text))
    throw new InvalidArgumentError('must be a whole number from 1 to 999999')
  return Number(text)
}

import { InvalidArgumentError } from 'commander';

/** A port number as an option gives it; 0 stands for any free one. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError(`"${text}" is no port: use 0 to 65535.`);
  return port;
}

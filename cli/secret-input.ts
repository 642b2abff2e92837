/** Standard input without the line break that shells and editors add at its end: secrets never stand in a command line. */
export async function readSecretFromInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('paste the secret, then press Enter and Ctrl-D\n');
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** AWS refused a call: the caller lacks this IAM action. */
export class NotPermitted extends Error {
  readonly action: string;
  constructor(action: string, cause: unknown) {
    super(`${action} is not allowed`, { cause });
    this.name = 'NotPermitted';
    this.action = action;
  }
}

/** The services do not agree on what a refusal is called. */
const refusals = /^(AWS\.)?(KMS|Kms\.?)?(AccessDenied|NotAuthorized|UnauthorizedOperation)/;

/**
 * The result of an AWS call that needs `action`.
 * @throws NotPermitted when the caller must not make it.
 */
export async function permitted<T>(action: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal === undefined) throw error;
    throw new NotPermitted(actionNamedIn(refusal.message) ?? action, error);
  }
}

/** The adapters of the functions wrap what AWS answered. */
function refusalIn(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  return refusals.test(error.name) ? error : refusalIn(error.cause);
}

/** Behind a call there may be another one, such as that of the key: AWS' message then names what is really missing. */
function actionNamedIn(message: string): string | undefined {
  const named = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9*]+)/i.exec(message)?.[1];
  return named ?? (/\bKMS\b/.test(message) ? 'kms:Decrypt' : undefined);
}

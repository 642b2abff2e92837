import { presets } from '../../lambda/config/preset-index.ts';
import type { ReceiverConfig } from '../../lambda/config/receiver-config.ts';
import { publicKeyEncodings } from '../../lambda/model/signature-scheme.ts';
import { requiredSecretFields, type SecretField, type Source } from '../../lambda/model/source.ts';
import { storedKeyForm } from '../../lambda/model/stored-key-form.ts';
import type { HandlerState } from './handler-state.ts';

/** Something that is left to do, and the command that does it where there is one. */
export interface NextStep {
  readonly where: Where;
  readonly what: string;
  readonly run?: string;
}

export type Where = 'first' | 'laptop' | 'handlers' | 'deployment';

/** What was written, as far as the steps depend on it. */
export interface Written {
  readonly file: string;
  /** The sources that are new, as they were written. */
  readonly configs: ReceiverConfig['sources'];
  /** The same, complete. */
  readonly sources: readonly Source[];
  readonly handlers: HandlerState;
}

type Step = Omit<NextStep, 'where'>;

const defaultFile = 'receiver.config.ts';
const stack = 'sallyport-prod';

/** Host of the address that is proposed while the real one is not known. */
export const placeholderHost = 'hooks.example.com';

/** What to do next, in the order in which it is done. */
export const nextSteps = (written: Written): readonly NextStep[] => [
  ...placed('first', troubles(written.handlers)),
  ...placed('laptop', laptopSteps(written)),
  ...placed('handlers', [...handlerSteps(written), ...recipeSteps(written)]),
  ...placed('deployment', deploymentSteps(written)),
];

const placed = (where: Where, steps: readonly Step[]): readonly NextStep[] =>
  steps.map((step) => ({ where, ...step }));

function troubles({ unmatched, failure }: HandlerState): readonly Step[] {
  if (failure !== undefined)
    return [{ what: `mend the handlers, which cannot be loaded, so nothing starts: ${failure}` }];
  return unmatched.map(({ file, source }) => ({
    what: `${file} takes source "${source}", which is not configured, so nothing starts: change its source, move the file away, or configure "${source}"`,
  }));
}

const laptopSteps = ({ file, sources }: Written): readonly Step[] => [
  {
    what: 'run the receiver here; it makes development secrets by itself',
    run: `npm start${file === defaultFile ? '' : ` -- --config ${quoted(file)}`}`,
  },
  ...sources.map(({ id }) => ({
    what: `send a correctly signed sample to ${id}, in a second terminal`,
    run: `npx sallyport send ${id}`,
  })),
];

function handlerSteps({ sources, handlers: { handled } }: Written): readonly Step[] {
  const open = sources.map(({ id }) => id).filter((id) => !handled.has(id));
  if (open.length === 0) return [];
  const until = handled.has('*')
    ? 'the handler of source "*" takes them'
    : 'they are done as skipped';
  return [
    {
      what: `say what events of ${open.join(', ')} do, in a handler such as lambda/handlers/${open[0]}.ts (README, "Write a handler"); until then ${until}`,
    },
  ];
}

const recipeSteps = ({ configs }: Written): readonly Step[] =>
  Object.entries(configs)
    .filter(([, { signature, vectors }]) => signature !== undefined && vectors === undefined)
    .map(([id]) => ({
      what: `prove the recipe of ${id} on a request that its sender really made, and keep that as its vector (docs/recipes.md, "Golden vectors")`,
      run: 'printf %s "$SECRET" | npx sallyport recipe learn request.http',
    }));

function deploymentSteps({ file, sources }: Written): readonly Step[] {
  const isDefault = file === defaultFile;
  const target = `--stack ${stack}${isDefault ? '' : ` --config ${quoted(file)}`}`;
  return [
    { what: 'prepare the account and Region, once', run: 'npx cdk bootstrap' },
    {
      what: `create the stack ${stack} (where API Gateway has no log role yet, add -c manageApiGatewayAccount=true the first time)`,
      run: `npx cdk deploy${isDefault ? '' : ` -c config=${quoted(file)}`}`,
    },
    ...sources.flatMap((source) => secretSteps(source, target)),
    {
      what: 'see the URLs, and give each sender its own',
      run: `npx sallyport sources list ${target}`,
    },
    ...sources.filter(hasPlaceholder).map(({ id }) => ({
      what: `put the address that the sender of ${id} was given into its publicUrl, which is a placeholder, and deploy again`,
    })),
    { what: 'see whether anything is missing', run: `npx sallyport doctor ${target}` },
  ];
}

function secretSteps(source: Source, target: string): readonly Step[] {
  const { id, handshakes = [] } = source;
  if (handshakes.some(({ storeSecret }) => storeSecret !== undefined))
    return [{ what: `store no secret for ${id}: its sender hands one over, and it is kept` }];
  const fields = requiredSecretFields(source);
  return fields.map((field) => {
    const option = fields.length > 1 ? ` --field ${field}` : '';
    const command = `npx sallyport secrets set ${id}${option} ${target}`;
    if (isPublicKey(source, field))
      return { what: `store the public key of ${nameOf(source)}`, run: `${command} < key.pem` };
    const name = field === 'token' ? 'shared secret' : 'signing secret';
    return {
      what: `store the ${name} of ${nameOf(source)}`,
      run: `printf %s "$SECRET" | ${command}`,
    };
  });
}

const nameOf = ({ id, provider }: Source): string => {
  const name = presets.get(provider)?.name;
  return name === undefined || name.toLowerCase() === id ? id : `${id} (${name})`;
};

function isPublicKey({ signature }: Source, field: SecretField): boolean {
  const encoding =
    signature && field === 'signing' ? storedKeyForm(signature)?.encoding : undefined;
  return publicKeyEncodings.some((known) => known === encoding);
}

const hasPlaceholder = ({ publicUrl = '' }: Source): boolean =>
  URL.canParse(publicUrl) && new URL(publicUrl).host === placeholderHost;

/** A file name as a shell takes it. */
const quoted = (file: string): string =>
  /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;

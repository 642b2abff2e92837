import type { SourceConfig } from '../../lambda/config/receiver-config.ts';
import { askAddresses, askAddressList } from './ask-addresses.ts';
import { askEvent } from './ask-event.ts';
import { askRecipe } from './ask-recipe.ts';
import { askToken } from './ask-token.ts';
import type { Asker } from './asker.ts';
import { placeholderHost } from './next-steps.ts';

const proofs = [
  { value: 'hmac', name: 'a signature under a key that you share (HMAC)', short: 'HMAC' },
  {
    value: 'public-key',
    name: "a signature under the sender's private key (RSA, ECDSA, Ed25519)",
    short: 'signature under a private key',
  },
  { value: 'token', name: 'a shared secret that each request carries', short: 'shared secret' },
  {
    value: 'addresses',
    name: 'nothing but the addresses that it sends from',
    short: 'addresses alone',
    description:
      'Whoever can send from one of them is believed, and nothing shows whether the\nbody was changed on its way: its events have the strength "address".',
  },
  {
    value: 'captured',
    name: 'I do not know, but I have captured a request',
    short: 'a captured request will tell',
  },
] as const;

/** Asks what proves the requests of a sender that is no preset; undefined when that is still to be found out. */
export async function askOtherSender(asker: Asker, id: string): Promise<SourceConfig | undefined> {
  const proof = await asker.choose('What proves that a request is genuine?', proofs);
  switch (proof) {
    case 'hmac':
    case 'public-key':
      return askSigning(asker, id, proof);
    case 'token': {
      const token = await askToken(asker);
      return { ...(await askAddresses(asker)), token, ...(await askEvent(asker)) };
    }
    case 'addresses':
      return { ...(await askAddressList(asker)), ...(await askEvent(asker)) };
    case 'captured':
      asker.say(howToLearn(id));
      return undefined;
    default:
      return proof satisfies never;
  }
}

async function askSigning(
  asker: Asker,
  id: string,
  kind: 'hmac' | 'public-key',
): Promise<SourceConfig | undefined> {
  const recipe = await askRecipe(asker, kind);
  if (recipe === undefined) {
    asker.say(kind === 'hmac' ? howToLearn(id) : howToCapture(id));
    return undefined;
  }
  const hasToken = await asker.confirm('Does each request carry a shared secret too?', {
    default: false,
  });
  const token = hasToken ? { token: await askToken(asker) } : {};
  const addresses = await askAddresses(asker);
  return { ...addresses, ...token, ...recipe, ...(await askEvent(asker)) };
}

const howToLearn = (id: string): string => `
One captured request and its secret are enough to find the recipe:

  printf %s "$SECRET" | npx sallyport recipe learn request.http \\
    --url https://${placeholderHost}/hooks/${id}

It prints the keys "signature" and "vectors" of the source: put them into the
configuration, or answer the questions here with them. docs/recipes.md has all
that a recipe can say. Source "${id}" is left out for now.
`;

const howToCapture = (id: string): string => `
Source "${id}" is left out for now. Once you have a request that its sender made,
head and body to the last byte, put it into a file and run this again. What the
configuration needs stands in docs/recipes.md, "Golden vectors".
`;

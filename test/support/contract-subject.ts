import { receive } from '../../lambda/ingress/receive.ts';
import type { RawRequest } from '../../lambda/model/request.ts';
import type { SecretFields } from '../../lambda/model/secret-value.ts';
import type { Source } from '../../lambda/model/source.ts';
import type { TestIngress } from './ingress-fakes.ts';
import { caseOf, ingressFor, outcomeOf, type PresetCase, rawSample } from './preset-cases.ts';
import { configOf, presetVectors, rawVector, recipeVectors } from './vectors.ts';

/** A genuine request, and the receiver that must accept it: what the contract is put to. */
export interface ContractSubject {
  readonly name: string;
  readonly source: Source;
  readonly secrets: SecretFields;
  /** Secrets under which the request must not pass. */
  readonly others: SecretFields;
  readonly raw: () => Promise<RawRequest>;
  /** A receiver of the source, at the time the request was sent, with these secrets. */
  readonly ingress: (stored?: {
    readonly current: SecretFields;
    readonly previous?: SecretFields;
  }) => TestIngress;
}

/** What became of a request at the subject's receiver: `accepted`, or the reason of its refusal. */
export async function verdictOf(
  subject: ContractSubject,
  raw: RawRequest,
  ingress: TestIngress = subject.ingress(),
): Promise<string> {
  return outcomeOf(await receive(raw, ingress));
}

const atTime = (ingress: TestIngress, atMs: number): TestIngress => {
  ingress.clock.advance(atMs - ingress.clock.nowMs());
  return ingress;
};

/** A sample of our own signing side. */
export const sampleSubject = (one: PresetCase, nowMs: number): ContractSubject => ({
  name: `preset ${one.id}`,
  source: one.source,
  secrets: one.secrets,
  others: one.others,
  raw: () => rawSample(one, { nowMs }),
  ingress: (stored) => atTime(ingressFor(one, stored), nowMs),
});

/** Every request in `test/vectors`. */
export const vectorSubjects: readonly ContractSubject[] = [
  ...presetVectors,
  ...recipeVectors,
].flatMap((file) =>
  file.vectors.map((vector, at) => {
    const one = caseOf(file.name, configOf(file, vector));
    const secrets = vector.secrets ?? {};
    return {
      name: `vector ${file.name}/${at + 1}`,
      source: one.source,
      secrets,
      others: one.others,
      raw: async () => rawVector(vector),
      ingress: (stored = { current: secrets }) =>
        atTime(ingressFor(one, stored), Date.parse(vector.at)),
    };
  }),
);

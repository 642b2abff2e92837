import type { VerifiedRecord } from '../verify-record.ts';
import { type Uncheckable, uncheckable } from './verify-signature.ts';

/** How many records were found to be what. */
export class Tally {
  records = 0;
  broken = 0;
  readonly #bodies = new Counts<VerifiedRecord['body']>();
  readonly #signatures = new Counts<VerifiedRecord['signature']>();
  readonly #why = new Counts<Uncheckable>();

  add({ body, signature, why, problems }: VerifiedRecord): void {
    this.records += 1;
    if (problems.length > 0) this.broken += 1;
    this.#bodies.add(body);
    this.#signatures.add(signature);
    if (why !== undefined) this.#why.add(why);
  }

  counted(): string {
    return `${this.records} records: ${this.records - this.broken} intact, ${this.broken} broken`;
  }

  summary() {
    return {
      records: this.records,
      intact: this.records - this.broken,
      broken: this.broken,
      bodies: this.#bodies.all(),
      signatures: this.#signatures.all(),
      notCheckable: this.#why.all(),
    };
  }

  lines(): readonly string[] {
    const reasons = Object.entries(this.#why.all()).map(
      ([why, count]) => `  ${count} not checkable: ${uncheckable[why as Uncheckable]}`,
    );
    return [
      this.counted(),
      `bodies: ${listOf(this.#bodies.all())}`,
      `signatures: ${listOf(this.#signatures.all())}`,
      ...reasons,
    ];
  }
}

class Counts<Name extends string> {
  readonly #counts = new Map<Name, number>();

  add(name: Name): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  all(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort());
  }
}

const listOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none';

import type { Action } from './action.ts';
import type { Deployment } from './deployment.ts';
import { dueAtMs, isCallback } from './due.ts';
import type { Item } from './expressions.ts';
import type { Invariants } from './invariants.ts';
import type { ModelMessage } from './model-queue.ts';
import type { Scenario, Sending } from './scenario.ts';
import { isEvent } from './transition-of.ts';

/** What the provider, the queue, the schedule and the operator may do. */
export class Environment {
  readonly #scenario: Scenario;
  readonly #deployment: Deployment;
  readonly #invariants: Invariants;
  #duplicatesLeft: number;
  #lossesLeft: number;
  #replaysLeft: number;

  constructor(scenario: Scenario, deployment: Deployment, invariants: Invariants) {
    this.#scenario = scenario;
    this.#deployment = deployment;
    this.#invariants = invariants;
    this.#duplicatesLeft = scenario.duplicates;
    this.#lossesLeft = scenario.losses;
    this.#replaysLeft = scenario.replays;
  }

  actions(): readonly Action[] {
    return [...this.#requests(), ...this.#deliveries(), ...this.#sweeps(), ...this.#replays()];
  }

  /**
   * A provider sends again when its request was answered, or broke; requests side by side are the scenario's own. Where no switches are tried
   * out requests wait until nothing else is under way.
   */
  #requests(): readonly Action[] {
    const { processes, provider, services } = this.#deployment;
    const running = processes.filter(({ isRunning }) => isRunning);
    if (running.length > 0 && this.#scenario.preemptions === 0) return [];
    const isAnswered = running.every(({ kind }) => kind !== 'ingress');
    const request = (sending: Sending, when: string): Action => ({
      label: `provider sends ${sending.event}${when}`,
      weight: 6,
      take: () => this.#deployment.request(sending),
    });
    return [
      ...provider.begins(services.clock.nowMs()).map((sending) => request(sending, '')),
      ...(isAnswered ? provider.again : []).map((sending) => request(sending, ' again')),
    ];
  }

  #deliveries(): readonly Action[] {
    const { queue } = this.#deployment.services;
    const visible = queue.visible();
    const hidden = [...queue.live].filter((message) => !visible.includes(message));
    const batch = visible.slice(0, this.#scenario.batch);
    return [
      ...visible.map((message) => this.#delivery('queue shows', [message])),
      ...(batch.length > 1 ? [this.#delivery('queue shows a batch', batch)] : []),
      ...(this.#duplicatesLeft > 0 ? hidden : []).map((message) => {
        const action = this.#delivery('queue shows once more', [message]);
        return {
          ...action,
          weight: 2,
          take: () => {
            this.#duplicatesLeft -= 1;
            action.take();
          },
        };
      }),
      ...(this.#lossesLeft > 0 ? visible : []).map((message) => ({
        label: `queue loses ${message.id}`,
        weight: 1,
        take: () => {
          this.#lossesLeft -= 1;
          this.#invariants.sawFault();
          queue.live.delete(message);
        },
      })),
      ...[...queue.dead].map((message) => ({
        label: `dead-letter queue shows ${message.id}`,
        weight: 6,
        take: () => this.#deployment.bury(message),
      })),
    ];
  }

  #delivery(label: string, messages: readonly ModelMessage[]): Action {
    return {
      label: `${label} ${messages.map(({ id }) => id).join(' and ')}`,
      weight: 6,
      take: () => {
        const shown = messages.filter((message) =>
          this.#deployment.services.queue.receive(message),
        );
        if (shown.length > 0) this.#deployment.work(shown);
      },
    };
  }

  #sweeps(): readonly Action[] {
    const { processes, services } = this.#deployment;
    const isSweeping = processes.some(({ kind, isRunning }) => kind === 'sweeper' && isRunning);
    const isOverdue = (item: Item) => (dueAtMs(item) ?? Infinity) < services.clock.nowMs();
    const overdue = [...services.table.items.values()].filter(isOverdue);
    if (isSweeping || overdue.length === 0) return [];
    const take = () => {
      for (const item of overdue.filter(isCallback)) this.#invariants.callbacks.sawDue(item);
      this.#deployment.sweep();
    };
    return [{ label: 'schedule starts the sweeper', weight: 6, take }];
  }

  #replays(): readonly Action[] {
    if (this.#replaysLeft <= 0) return [];
    const settled = [...this.#deployment.services.table.items.values()].filter(
      (item) => isEvent(item) && ['done', 'failed'].includes(item['status']?.S ?? ''),
    );
    return settled.map((item) => {
      const key = { pk: item['pk']?.S ?? '', sk: item['sk']?.S ?? '' };
      return {
        label: `operator replays ${key.pk} ${key.sk}`,
        weight: 2,
        take: () => {
          this.#replaysLeft -= 1;
          this.#deployment.replay(key, `replay-${this.#replaysLeft}`);
        },
      };
    });
  }
}

import { ChangeMessageVisibilityCommand, SendMessageCommand } from '@aws-sdk/client-sqs';

export interface ModelMessage {
  readonly id: string;
  readonly text: string;
  visibleAtMs: number;
  receives: number;
}

interface Settings {
  readonly nowMs: () => number;
  readonly visibilityMs: number;
  readonly maxReceives: number;
  readonly onSend: (text: string) => void;
}

/** A queue in memory: messages come in any order, more than once, and go to the dead-letter queue when they were shown too often. */
export class ModelQueue {
  readonly live = new Set<ModelMessage>();
  readonly dead = new Set<ModelMessage>();
  /** Texts of all messages that were ever sent, in order. */
  readonly sent: string[] = [];
  readonly #settings: Settings;
  #ids = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  execute(command: unknown): object {
    if (command instanceof SendMessageCommand) {
      const { MessageBody: text = '' } = command.input;
      this.sent.push(text);
      this.#settings.onSend(text);
      this.live.add({
        id: `m${this.#ids++}`,
        text,
        visibleAtMs: this.#settings.nowMs(),
        receives: 0,
      });
      return {};
    }
    if (command instanceof ChangeMessageVisibilityCommand) {
      const { ReceiptHandle, VisibilityTimeout = 0 } = command.input;
      for (const message of this.live) {
        if (message.id === ReceiptHandle)
          message.visibleAtMs = this.#settings.nowMs() + VisibilityTimeout * 1000;
      }
      return {};
    }
    throw new Error(`the model has no ${(command as object).constructor.name}`);
  }

  visible(): readonly ModelMessage[] {
    return [...this.live].filter(({ visibleAtMs }) => visibleAtMs <= this.#settings.nowMs());
  }

  /** Hands the message out, or moves it to the dead-letter queue when it was shown as often as the queue allows. */
  receive(message: ModelMessage): boolean {
    const { nowMs, visibilityMs, maxReceives } = this.#settings;
    if (message.receives >= maxReceives) {
      this.live.delete(message);
      this.dead.add(message);
      return false;
    }
    message.receives += 1;
    message.visibleAtMs = nowMs() + visibilityMs;
    return true;
  }
}

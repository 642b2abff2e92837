import type { Asker, Choice } from '../../cli/init/asker.ts';

/** Somebody who answers in writing: each question must contain the text that comes next, and gets the answer beside it. */
export interface ScriptedAsker extends Asker {
  /** All that was said, and what was found wrong with answers. */
  readonly said: string[];
  /** Answers that nobody asked for. */
  readonly left: [question: string, answer: string][];
}

/** Of a list the choice is taken whose name contains the answer; an empty answer takes what Enter would. */
export function scriptedAsker(answers: readonly (readonly [string, string])[]): ScriptedAsker {
  const left = answers.map(([question, answer]): [string, string] => [question, answer]);
  const said: string[] = [];
  const next = (message: string): string => {
    const [question = '(nothing)', answer = ''] = left.shift() ?? [];
    if (!message.includes(question)) throw new Error(`asked "${message}", expected "${question}"`);
    return answer;
  };
  const pick = <Value>(choices: readonly Choice<Value>[], answer: string): Value => {
    const choice = choices.find(({ name, disabled }) => !disabled && name.includes(answer));
    if (choice === undefined)
      throw new Error(`no choice "${answer}" in ${choices.map(({ name }) => name).join(' | ')}`);
    return choice.value;
  };
  return {
    said,
    left,
    choose: async (message, choices) => pick(choices, next(message)),
    search: async (message, find) => {
      const term = next(message);
      return pick(find(term), term === '' ? 'another sender' : '');
    },
    async text(message, { default: usual = '', problem } = {}) {
      for (;;) {
        const answer = next(message) || usual;
        const wrong = await problem?.(answer);
        if (wrong === undefined) return answer;
        said.push(wrong);
      }
    },
    confirm: async (message, { default: usual }) => {
      const answer = next(message);
      return answer === '' ? usual : answer === 'yes';
    },
    say: (text) => {
      said.push(text);
    },
  };
}

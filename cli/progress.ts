import { createLogUpdate } from 'log-update';

/** Shows how far a long operation has come. */
export interface Progress {
  /** So many items more are done. */
  advance(count: number): void;
  /** Ends the display with a last line. */
  end(text: string): void;
}

/** Between two plain lines. */
const lineEveryMs = 5000;

/**
 * A bar with rate and time left on a terminal, plain lines from time to time elsewhere; both on standard error, so that results can be
 * piped. `total` is undefined where it is not known.
 */
export function startProgress(what: string, total: number | undefined): Progress {
  const startedAtMs = performance.now();
  let done = 0;
  const describe = () => {
    const seconds = (performance.now() - startedAtMs) / 1000;
    const rate = seconds > 0 ? done / seconds : 0;
    const of = total === undefined ? '' : ` of ${total}`;
    const left =
      total === undefined || rate === 0 || done >= total
        ? ''
        : `, ${duration((total - done) / rate)} left`;
    return `${what}: ${done}${of}, ${rate.toFixed(rate < 10 ? 1 : 0)}/s${left}`;
  };
  const count: Count = (more) => {
    done += more;
    return { text: describe(), share: total === undefined ? undefined : done / total };
  };
  return canDraw(process.stderr) ? bar(count) : lines(count);
}

/** A terminal that does not tell its size, as some containers give, would show nothing. */
const canDraw = ({ isTTY, columns, rows }: NodeJS.WriteStream): boolean =>
  isTTY && columns > 0 && rows > 0;

type Count = (count: number) => { readonly text: string; readonly share: number | undefined };

const barWidth = 24;
/** Drawing takes longer than many a step that it tells of. */
const drawEveryMs = 80;

function bar(count: Count): Progress {
  const update = createLogUpdate(process.stderr);
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  return {
    advance(more) {
      const { text, share } = count(more);
      if (performance.now() - drawnAtMs < drawEveryMs) return;
      drawnAtMs = performance.now();
      const filled = Math.round(Math.min(1, share ?? 0) * barWidth);
      const drawn = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
      update(share === undefined ? text : `${drawn} ${text}`);
    },
    end(text) {
      update(text);
      update.done();
    },
  };
}

function lines(count: Count): Progress {
  let lastAtMs = performance.now();
  return {
    advance(more) {
      const { text } = count(more);
      if (performance.now() - lastAtMs < lineEveryMs) return;
      lastAtMs = performance.now();
      process.stderr.write(`${text}\n`);
    },
    end: (text) => {
      process.stderr.write(`${text}\n`);
    },
  };
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 3600 ? `${Math.ceil(whole / 60)} min` : `${(whole / 3600).toFixed(1)} h`;
}

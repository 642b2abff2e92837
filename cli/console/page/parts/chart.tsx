import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useIsDark } from '../theme.ts';

/** Colours of the page as a canvas takes them, by the names of the style sheet. */
export type Colours = (name: string) => string;

interface ChartProps {
  readonly data: uPlot.AlignedData;
  /** Everything but the size. Called anew for other data and for another theme. */
  readonly makeOptions: (colours: Colours) => Omit<uPlot.Options, 'width' | 'height'>;
  /** What the pointer is on: the place in the data; undefined where it left. */
  readonly onPoint: (at: number | undefined) => void;
  readonly label: string;
}

const height = 220;

/** A chart as wide as its place, in the colours of the theme. What it shows must stand beside it in words. */
export function Chart({ data, makeOptions, onPoint, label }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onPoint);
  latest.current = onPoint;
  const isDark = useIsDark();
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const options = makeOptions(coloursOf(element));
    const setCursor = ({ cursor }: uPlot) => latest.current(cursor.idx ?? undefined);
    const chart = new uPlot(
      { ...options, width: element.clientWidth, height, hooks: { setCursor: [setCursor] } },
      data,
      element,
    );
    const follow = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    follow.observe(element);
    return () => {
      follow.disconnect();
      chart.destroy();
    };
  }, [data, isDark]);
  return <div class="chart" ref={place} role="img" aria-label={label} />;
}

/** A custom property holds the text of its value; only a property that takes a colour tells which one it is now. */
function coloursOf(element: HTMLElement): Colours {
  return (name) => {
    element.style.color = `var(--${name})`;
    const colour = getComputedStyle(element).color;
    element.style.color = '';
    return colour;
  };
}

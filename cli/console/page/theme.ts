import { useEffect, useState } from 'preact/hooks';
import { readSetting, writeSetting } from './settings.ts';
import { createStore, useStore } from './store.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const theme = createStore<Theme>(
  themes.find((each) => each === readSetting('theme')) ?? 'auto',
);

/** Puts the chosen theme on the page, now and whenever it changes. */
export function applyTheme(): void {
  const apply = () => {
    document.documentElement.dataset['theme'] = theme.get();
    writeSetting('theme', theme.get());
  };
  apply();
  theme.subscribe(apply);
}

/** Whether the page is dark at present, by choice or by the system's. */
export function useIsDark(): boolean {
  const chosen = useStore(theme);
  const [isSystemDark, setSystemDark] = useState(false);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setSystemDark(media.matches);
    follow();
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  return chosen === 'auto' ? isSystemDark : chosen === 'dark';
}

/*
 * What the operator chose, kept by the browser. A browser that keeps nothing for this page has the defaults each time.
 */

const prefix = 'sallyport-console-';

export function readSetting(name: string): string | undefined {
  try {
    return localStorage.getItem(prefix + name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface PageFile {
  readonly contentType: string;
  readonly content: string | Uint8Array;
}

/** The same for every view: the page takes the view from its address. Nothing of a record is in it. */
const shell = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sallyport console</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/console.css">
<script type="module" src="/console.js"></script>
</head>
<body><div id="app"></div></body>
</html>
`;

/** Addresses of views. */
const views =
  /^\/(|records\/[0-9A-Za-z]{1,40}(%2F[a-z0-9()-]{1,40})?|sources|callbacks|failed|activity)$/;

/** The page, bundled in memory: nothing is written, and nothing comes from elsewhere. */
export async function pageFiles(): Promise<(path: string) => PageFile | undefined> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(import.meta.resolve('./page/main.tsx'))],
    bundle: true,
    write: false,
    outdir: 'out',
    entryNames: 'console',
    format: 'esm',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'eof',
    logLevel: 'silent',
  });
  const content = (ending: string) =>
    outputFiles.find(({ path }) => path.endsWith(ending))?.contents ?? '';
  const files = new Map<string, PageFile>([
    ['/console.js', { contentType: 'text/javascript; charset=utf-8', content: content('.js') }],
    ['/console.css', { contentType: 'text/css; charset=utf-8', content: content('.css') }],
  ]);
  const page = { contentType: 'text/html; charset=utf-8', content: shell };
  return (path) => (views.test(path) ? page : files.get(path));
}

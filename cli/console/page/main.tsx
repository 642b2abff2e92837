import { render } from 'preact';
import { App } from './app.tsx';
import { watchReturn } from './connection.ts';
import './console.css';
import { watchHistory } from './router.ts';
import { watchKeys } from './shortcuts.ts';
import { applyTheme } from './theme.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('no element #app in the page: serve it with its own shell');
applyTheme();
watchHistory();
watchKeys();
watchReturn();
render(<App />, root);

/* What a hostile sender writes where text is expected. */

/** Each would set `window.pwned`, call home or open a dialog if it were taken for anything but text. */
export const vectors: readonly string[] = [
  '<script>window.pwned=1</script>',
  '<img src=x onerror=window.pwned=1>',
  '<svg onload=window.pwned=1>',
  '<svg><script>window.pwned=1</script></svg>',
  '"><img src=x onerror=window.pwned=1>',
  "'><img src=x onerror=window.pwned=1>",
  '</td></tr></table><script>window.pwned=1</script>',
  '</title><script>window.pwned=1</script>',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  '<iframe src="javascript:parent.pwned=1"></iframe>',
  '<a href="javascript:window.pwned=1" id=x>click</a>',
  '<form action="http://evil.example/"><button>x</button></form>',
  '<meta http-equiv="refresh" content="0;url=http://evil.example/">',
  '<base href="http://evil.example/">',
  '<link rel=stylesheet href="http://evil.example/x.css">',
  '<style>@import "http://evil.example/x.css"</style>',
  '<body onload=window.pwned=1>',
  '<details open ontoggle=window.pwned=1>',
  '<input autofocus onfocus=window.pwned=1>',
  '<video><source onerror=window.pwned=1></video>',
  '<math><mtext><style><img src=x onerror=window.pwned=1></style></mtext></math>',
  '<template><img src=x onerror=window.pwned=1></template>',
  'javascript:window.pwned=1',
  '{{constructor.constructor("window.pwned=1")()}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant to stay text
  '${window.pwned=1}',
  '&lt;script&gt;window.pwned=1&lt;/script&gt;',
  '__proto__',
  '\u202e<script>window.pwned=1</script>\u200b',
];

/** The text as the console shows it: nothing in it is invisible. */
export const shown = (text: string): string =>
  text.replaceAll('\u202e', '\\u{202e}').replaceAll('\u200b', '\\u{200b}');

/** Elements that none of the texts may become. */
export const dangerous =
  'script:not([src="/console.js"]), iframe, object, embed, base, form[action], [onerror], [onload], img';

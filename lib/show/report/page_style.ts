/** Style of every page: colours of light and dark, code, tables, contents at the side, and paper. */
export const pageStyle = `
  :root { color-scheme: light dark; --line: #8885; --accent: #4269d0; --ground: #f5f6f8; --word: #7b2fa8; --text: #2a7a2f; --number: #a6450f; --comment: #5a636c; }
  @media (prefers-color-scheme: dark) {
    :root { --accent: #8fa8ee; --ground: #1d2026; --word: #d19af0; --text: #8ed492; --number: #f0a878; --comment: #9aa4af; }
    body { background: #111317; color: #e4e6ea; }
  }
  body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
  main { max-width: 1000px; margin: 0 auto; padding: 8px 16px 48px; min-width: 0; }
  .page { display: grid; grid-template-columns: 250px minmax(0, 1000px); justify-content: center; gap: 24px; }
  .page main { margin: 0; }
  .contents { position: sticky; top: 0; align-self: start; box-sizing: border-box; max-height: 100vh; overflow-y: auto; padding: 24px 0 24px 16px; font-size: 14px; line-height: 1.4; }
  .contents summary { font-weight: bold; cursor: pointer; padding: 4px 0; }
  .contents ol { list-style: none; margin: 0 0 12px; padding: 0; }
  .contents li.deeper { padding-left: 14px; font-size: 13px; }
  .contents a { display: block; padding: 3px 8px; border-left: 2px solid transparent; color: inherit; text-decoration: none; }
  .contents a:hover, .contents a[aria-current] { border-color: var(--accent); color: var(--accent); }
  button { font: inherit; font-size: 13px; padding: 4px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); color: inherit; cursor: pointer; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  .skip { position: absolute; left: -9999px; }
  .skip:focus { left: 8px; top: 8px; z-index: 1; padding: 4px 8px; background: Canvas; }
  h1, h2, h3, h4 { line-height: 1.25; scroll-margin-top: 8px; }
  main > h2, .text_cell h2 { margin-top: 40px; }
  a { color: var(--accent); }
  .anchor-link { visibility: hidden; margin-left: 8px; text-decoration: none; }
  :hover > .anchor-link, .anchor-link:focus { visibility: visible; }
  table { font-size: 14px; line-height: 1.4; }
  td, th { text-align: left; padding: 3px 12px; }
  tbody tr { border-top: 1px solid var(--line); }
  .folded tbody tr:nth-child(n + 13) { display: none; }
  svg { height: auto; max-width: 100%; }
  figure { margin: 8px 0; overflow-x: auto; }
  code { font-size: 0.88em; font-family: ui-monospace, Menlo, Consolas, monospace; background: var(--ground); border-radius: 4px; padding: 1px 4px; }
  pre { font-size: 13px; line-height: 1.5; font-family: ui-monospace, Menlo, Consolas, monospace; overflow-x: auto; margin: 0; }
  .input pre { background: var(--ground); border-radius: 6px; padding: 10px 14px; margin: 12px 0 8px; }
  .without-code .input, .prompt { display: none; }
  .output_subarea { overflow-x: auto; margin: 8px 0; }
  .output_stream { margin: 0; }
  .output_error pre, .partial { background: #b3261e; color: white; padding: 12px 16px; border-radius: 6px; }
  .note { font-size: 13px; color: var(--comment); }
  .highlight .k, .highlight .kd, .highlight .kr, .highlight .kc, .highlight .kt { color: var(--word); }
  .highlight .s1, .highlight .s2, .highlight .sb, .highlight .sr { color: var(--text); }
  .highlight .mi, .highlight .mf { color: var(--number); }
  .highlight .c1, .highlight .cm { color: var(--comment); }
  @media (max-width: 900px) {
    .page { display: block; }
    .contents { position: static; max-height: none; padding: 12px 16px 0; }
  }
  @media print {
    .contents, .skip, button, .anchor-link { display: none; }
    .page, main { display: block; max-width: none; }
    .folded tbody tr:nth-child(n + 13) { display: table-row; }
    figure, table, svg, pre { break-inside: avoid; }
    h1, h2, h3, h4 { break-after: avoid; }
    body { background: white; color: black; font-size: 11pt; }
  }
`;

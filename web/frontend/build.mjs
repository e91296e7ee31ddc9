// Bundles src/ into ../static/built/: style sheet and script of every page, those of the map and of the editors, the
// fonts and pictures they name; styles and scripts also compressed, for browsers that take them so.
// Knows nothing of what is in them. An entry that is missing fails the build.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { cutFonts } from "./fonts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../static/built");
const unfinished = `${built}.unfinished`;
const made = join(here, "src/made");

const entries = [
  "app.css",
  "app.js",
  "diagram.css",
  "diagram.js",
  "letter.css",
  "letter.js",
  "plot.css",
  "plot.js",
  "studio.css",
  "studio.js",
  "compare.js",
  "table.css",
  "table.js",
  "typing.css",
  "typing.js",
  "work.css",
];

// Built beside the old one and swapped, so that a failed build leaves the running pages whole.
rmSync(unfinished, { recursive: true, force: true });
mkdirSync(unfinished, { recursive: true });
await cutFonts(made);
await build({
  entryPoints: entries.map((entry) => join(here, "src", entry)),
  outdir: unfinished,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020", "chrome100", "firefox100", "safari15"],
  // What libraries bring and our content security policy refuses.
  alias: {
    domify: join(here, "src/studio/domify.js"),
    "@bpmn-io/feel-editor": join(here, "src/studio/cell_editor.js"),
    "@codemirror/view": join(here, "src/studio/cell_editor.js"),
  },
  loader: { ".woff2": "file", ".woff": "empty", ".ttf": "empty", ".eot": "empty", ".svg": "file", ".png": "file" },
  assetNames: "[name]-[hash]",
  legalComments: "none",
  logLevel: "warning",
});
for (const name of readdirSync(unfinished).filter((one) => /\.(css|js)$/.test(one))) {
  const content = readFileSync(join(unfinished, name));
  writeFileSync(join(unfinished, `${name}.br`), brotliCompressSync(content));
  writeFileSync(join(unfinished, `${name}.gz`), gzipSync(content, { level: 9 }));
}
rmSync(built, { recursive: true, force: true });
renameSync(unfinished, built);

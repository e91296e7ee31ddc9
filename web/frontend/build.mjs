// Bundles src/ into ../static/built/: style sheet and script of every page, those of the map,
// and the fonts and pictures they name.
// Knows nothing of what is in them. An entry that is missing fails the build.
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../static/built");
const unfinished = `${built}.unfinished`;

const entries = ["app.css", "app.js", "plot.css", "plot.js"];

// Built beside the old one and swapped, so that a failed build leaves the running pages whole.
rmSync(unfinished, { recursive: true, force: true });
mkdirSync(unfinished, { recursive: true });
await build({
  entryPoints: entries.map((entry) => join(here, "src", entry)),
  outdir: unfinished,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020", "chrome100", "firefox100", "safari15"],
  loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
  assetNames: "[name]-[hash]",
  legalComments: "none",
  logLevel: "warning",
});
rmSync(built, { recursive: true, force: true });
renameSync(unfinished, built);

// Cuts from the fonts of the package what nearly every page needs: the letters in daily use, two weights
// and what lies between. Whatever else a text holds, the browser fetches from the whole fonts.
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const files = join(here, "node_modules/@fontsource-variable/noto-sans-georgian/files");
const family = "Noto Sans Georgian Variable";
const weights = { min: 400, max: 700 };

// Ranges of code points; the browser asks for a file only where a text has one of its letters.
const cuts = {
  georgian: [[0x10d0, 0x10fc]],
  latin: [[0x20, 0x7e], [0xa0, 0xa0], [0xa7, 0xa7], [0xab, 0xab], [0xb7, 0xb7], [0xbb, 0xbb],
    [0x2013, 0x2014], [0x2018, 0x201a], [0x201c, 0x201e], [0x2026, 0x2026]],
};

const hex = (point) => point.toString(16).toUpperCase();
const range = ([first, last]) => (first === last ? `U+${hex(first)}` : `U+${hex(first)}-${hex(last)}`);

function letters(ranges) {
  let text = "";
  for (const [first, last] of ranges) {
    for (let point = first; point <= last; point += 1) text += String.fromCodePoint(point);
  }
  return text;
}

/** Writes the cut fonts and a style sheet that names them into a directory. */
export async function cutFonts(directory) {
  mkdirSync(directory, { recursive: true });
  let css = "";
  for (const [name, ranges] of Object.entries(cuts)) {
    const whole = readFileSync(join(files, `noto-sans-georgian-${name}-wght-normal.woff2`));
    const cut = await subsetFont(whole, letters(ranges), {
      targetFormat: "woff2",
      variationAxes: { wght: weights },
    });
    writeFileSync(join(directory, `daily-${name}.woff2`), cut);
    css += `@font-face{font-family:"${family}";font-style:normal;font-display:swap;`
      + `font-weight:${weights.min} ${weights.max};`
      + `src:url(./daily-${name}.woff2) format("woff2");unicode-range:${ranges.map(range).join(",")}}\n`;
  }
  writeFileSync(join(directory, "daily.css"), css);
}

// Builds the one stylesheet and the script that pages load, from packages in the lock file and our own CSS.
import { build, transform } from "esbuild";
import { PurgeCSS } from "purgecss";
import { ICONS } from "./icons.mjs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";

const here = "src/stedennet/site/assets";
const out = "src/stedennet/site/static/build";

await mkdir(out, { recursive: true });
await build({
  entryPoints: { site: `${here}/site.css` },
  bundle: true,
  outdir: out,
  loader: { ".woff2": "file", ".woff": "empty" },
  assetNames: "fonts/[name]",
  minify: false,
  logLevel: "warning",
});
// Keep only what a template uses: the token file of the design system alone is larger than a page should be.
const [pruned] = await new PurgeCSS().purge({
  content: ["src/stedennet/**/templates/**/*.html", "src/stedennet/**/*.py"],
  css: [`${out}/site.css`],
  safelist: { greedy: [/theme-accent/, /cover/, /chart/, /map__/, /button--/, /status--/, /timeline__/, /reuse-tree/, /utrecht-alert/], standard: [/^utrecht-form/] },
  variables: true,
});
const { code } = await transform(pruned.css, { loader: "css", minify: true });
await writeFile(`${out}/site.css`, code);
// The frame on other sites has a stylesheet of its own: page and styles together stay below 30 kB.
await build({ entryPoints: { embed: `${here}/embed.css` }, bundle: true, outdir: out, minify: true, logLevel: "warning" });
// Rarer letters, for pictures that the server draws.
for (const weight of [400, 700]) {
  await copyFile(`node_modules/@fontsource/fira-sans/files/fira-sans-latin-ext-${weight}-normal.woff2`, `${out}/fonts/fira-sans-latin-ext-${weight}-normal.woff2`);
}
await copyFile("node_modules/htmx.org/dist/htmx.min.js", `${out}/htmx.min.js`);
await copyFile("node_modules/altcha/dist/workers/pbkdf2.js", `${out}/proof-worker.js`);
await copyFile(`${here}/proof.js`, `${out}/proof.js`);
await copyFile(`${here}/map.js`, `${out}/map.js`);
// One file of pictograms, each a symbol by its name, which pages use without a request for each.
const symbols = await Promise.all(
  ICONS.map(async (name) => {
    const svg = await readFile(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
    const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
  }),
);
await writeFile(`${out}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
const css = await readFile(`${out}/site.css`);
console.log(`site.css: ${Math.round(css.length / 1000)} kB`);

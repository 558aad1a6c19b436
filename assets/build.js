// Builds what the site and the papers need from npm packages into package data, which git ignores:
// site/static/ (style sheet, htmx, icon) and reference/fonts/ (Noto Sans JP with its licence).
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const packages = join(root, "node_modules");
const site = join(root, "src/kakehashi/site/static/kakehashi");
const fonts = join(root, "src/kakehashi/reference/fonts");

for (const folder of [site, fonts]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

const { css } = sass.compile(join(root, "assets/styles/site.scss"), {
  loadPaths: [packages],
  style: "compressed",
  quietDeps: true,
});
const { version } = JSON.parse(readFileSync(join(packages, "govuk-frontend/package.json"), "utf8"));
const notice = `/*! Contains parts of govuk-frontend ${version}, MIT licence, (c) Crown copyright (Government Digital Service):
see govuk-frontend.LICENSE.txt. Its font, crown and logo are not used. */
`;
const licence = readFileSync(join(root, "assets/govuk-frontend.LICENSE.txt"), "utf8");
writeFileSync(join(site, "site.css"), `@charset "utf-8";\n${notice}${css.replace(/^(\uFEFF|@charset "[^"]*";)/, "")}`);
writeFileSync(join(site, "govuk-frontend.LICENSE.txt"), licence);

const copies = [
  ["htmx.org/dist/htmx.min.js", join(site, "htmx.min.js")],
  ["htmx.org/LICENSE", join(site, "htmx.LICENSE.txt")],
  ["@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf", join(fonts, "NotoSansJP_400Regular.ttf")],
  ["@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf", join(fonts, "NotoSansJP_700Bold.ttf")],
  ["@expo-google-fonts/noto-sans-jp/LICENSE_FONT", join(fonts, "OFL.txt")],
];
for (const [from, to] of copies) copyFileSync(join(packages, from), to);
copyFileSync(join(root, "assets/icon.svg"), join(site, "icon.svg"));

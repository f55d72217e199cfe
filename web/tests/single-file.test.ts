import { expect, it } from "vitest";
import { inline } from "../single-file.ts";

const PAGE =
  '<html><head><link rel="stylesheet" crossorigin href="/a.css"></head><body><p></p><script type="module" crossorigin src="/a.js"></script></body></html>';

it("puts script and style inside the page and leaves no reference to a file", () => {
  const page = inline(PAGE, "go()", "p{}", "MIT -->");
  expect(page).toContain("<style>p{}</style>");
  expect(page.indexOf("<script>go()</script>")).toBeGreaterThan(page.indexOf("<p>"));
  expect(page).not.toContain("src=");
  expect(page).not.toContain("href=");
  expect(page).toContain("<!--\nMIT - ->\n-->");
});

it("keeps code that would end the script, open a comment or be read as a replacement pattern", () => {
  const page = inline(PAGE, 'x="</script><!--$&"', "", "");
  expect(page).toContain('<script>x="<\\/script>\\x3C!--$&"</script>');
});

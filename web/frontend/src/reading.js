// What of a page is read aloud: exactly what stands there to be seen, in its order, piece by piece.
// How it is spoken is not decided here.
const BLOCKS = "h1,h2,h3,h4,p,li,dt,dd,td,th,caption,label,legend,summary,button,blockquote,pre,figcaption,div,section,form";
const LONGEST = 500; // characters; the server speaks up to 600 at once

// Returns [{ element, text }]. An element may come more than once where others stand within it.
export function piecesOf(main, leftOut) {
  const pieces = [];
  const add = (element, text) => {
    const words = text.replace(/\s+/g, " ").trim();
    const last = pieces.at(-1);
    if (last && last.element === element && last.open) last.text = `${last.text} ${words}`;
    else if (words) pieces.push({ element, text: words, open: true });
  };
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.TEXT_NODE || isSeen(node, leftOut) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT,
  );
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches(BLOCKS) && pieces.length) pieces.at(-1).open = false;
      const value = valueOf(node);
      if (value) add(node, value);
    } else if (!node.parentElement.closest("select, textarea") && node.data.trim()) {
      add(node.parentElement.closest(BLOCKS) ?? main, node.data);
    }
  }
  return pieces.flatMap(({ element, text }) => split(text).map((part) => ({ element, text: part })));
}

function isSeen(element, leftOut) {
  if (element === leftOut || element.matches("script, style, template, svg, .hidden-from-eyes")) return false;
  return element.checkVisibility ? element.checkVisibility({ checkVisibilityCSS: true }) : Boolean(element.getClientRects().length);
}

// What a person sees in a field. A password is nobody's to say.
function valueOf(element) {
  if (element.matches("select")) return [...element.selectedOptions].map((option) => option.text).join(", ");
  if (element.matches("textarea, input:is([type=text],[type=tel],[type=email],[type=search],[type=number],[type=date],:not([type]))"))
    return element.value;
  return "";
}

// Long pieces are parted after sentences, else between words.
function split(text) {
  const parts = [];
  let rest = text;
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST);
    const end = Math.max(head.lastIndexOf(". "), head.lastIndexOf("; "), head.lastIndexOf("? ")) + 1 || head.lastIndexOf(" ");
    parts.push(rest.slice(0, end > 0 ? end : LONGEST).trim());
    rest = rest.slice(end > 0 ? end : LONGEST).trim();
  }
  return rest ? [...parts, rest] : parts;
}

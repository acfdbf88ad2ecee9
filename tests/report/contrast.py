"""Measures in a browser how much text stands out from what is behind it."""

CONTRASTS = """(() => {
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((one) => {
      const c = one / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parts = (color) => {
    const found = color.match(/[\\d.]+/g).map(Number);
    return { rgb: found.slice(0, 3), alpha: found.length > 3 ? found[3] : 1 };
  };
  const over = (top, alpha, below) => top.map((one, i) => one * alpha + below[i] * (1 - alpha));
  const background = (node) => {
    const layers = [];
    for (let one = node; one; one = one.parentElement) {
      const { rgb, alpha } = parts(getComputedStyle(one).backgroundColor);
      if (alpha > 0) { layers.push([rgb, alpha]); }
      if (alpha === 1) { break; }
    }
    return layers.reverse().reduce((below, [rgb, alpha]) => over(rgb, alpha, below), [0, 0, 0]);
  };
  const opacity = (node) => {
    let found = 1;
    for (let one = node; one; one = one.parentElement) {
      found *= Number(getComputedStyle(one).opacity);
    }
    return found;
  };
  const found = {};
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    const seen = texts.currentNode.data.trim() && node.getClientRects().length;
    if (!seen || node.closest("script, title, .aloud, .skip")) { continue; }
    const svg = node.closest("svg");
    const shade = svg && [...node.classList].find((name) => name.endsWith("-ink"));
    const area = shade && svg.querySelector("rect." + shade.replace("-ink", ""));
    const below = area ? parts(getComputedStyle(area).fill).rgb : background(node);
    const { rgb, alpha } = parts(getComputedStyle(node)[svg ? "fill" : "color"]);
    const shown = over(rgb, alpha * opacity(node), below);
    const [dark, light] = [luminance(shown), luminance(below)].sort((a, b) => a - b);
    const name = node.tagName.toLowerCase() + "." + node.getAttribute("class");
    const ratio = (light + 0.05) / (dark + 0.05);
    found[name] = Math.min(found[name] || 99, ratio);
  }
  return found;
})()"""
"""The least contrast of text by element, computed as WCAG 2.2 says.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

"""The script of the page: it searches, filters and unfolds, and writes no markup.

It reads text and sets `hidden`, `open` and `aria-pressed`. No text from outside is part of it.
"""

SCRIPT = """
(function () {
  "use strict";
  var form = document.getElementById("find");
  if (!form) { return; }
  var field = document.getElementById("query");
  var told = document.getElementById("matches");
  var unfold = document.getElementById("unfold");
  var buttons = all(form, "[data-show]");
  var plans = null;
  var rows = null;
  var timer = 0;

  function all(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }
  function text(node) {
    return node.textContent.toLowerCase().replace(/\\s+/g, " ");
  }
  function read() {
    plans = all(document, "[data-plan]").map(function (plan) {
      var head = text(plan.querySelector("[data-head]")) + " ";
      return {
        node: plan,
        head: head,
        units: all(plan, "[data-state]").map(function (unit) {
          return {
            node: unit,
            text: head + text(unit),
            state: unit.getAttribute("data-state"),
            again: unit.hasAttribute("data-again"),
          };
        }),
        groups: all(plan, "[data-group]"),
        context: all(plan, "[data-context]"),
      };
    });
    rows = all(document, "[data-row]").map(function (row) {
      return { node: row, text: text(row), states: row.getAttribute("data-states").split(" ") };
    });
  }
  function matches(text, words) {
    return words.every(function (word) { return text.indexOf(word) >= 0; });
  }
  function pressed() {
    return buttons.filter(function (button) {
      return button.getAttribute("aria-pressed") === "true";
    }).map(function (button) { return button.getAttribute("data-show"); });
  }
  function apply() {
    var words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    var states = pressed();
    var active = words.length > 0 || states.length > 0;
    var shown = 0;
    var total = 0;
    var left = 0;
    if (!plans) { read(); }
    var visible = {};
    plans.forEach(function (plan) {
      var any = false;
      plan.units.forEach(function (unit) {
        var fits = (!states.length || states.indexOf(unit.state) >= 0) && matches(unit.text, words);
        unit.node.hidden = !fits;
        any = any || fits;
        if (!unit.again) {
          total += 1;
          shown += fits ? 1 : 0;
        }
      });
      any = any || !states.length && matches(plan.head, words);
      plan.groups.forEach(function (group) {
        group.hidden = active && !group.querySelector("[data-state]:not([hidden])");
      });
      plan.context.forEach(function (part) { part.hidden = active; });
      // the only plan holds the form
      plan.node.hidden = active && !any && !plan.node.contains(form);
      visible[plan.node.id] = any;
      left += any ? 1 : 0;
    });
    rows.forEach(function (row) {
      var name = row.node.getAttribute("data-row");
      var fits = name ? visible[name] : matches(row.text, words) &&
        (!states.length || states.some(function (one) { return row.states.indexOf(one) >= 0; }));
      row.node.hidden = active && !fits;
    });
    tell(active, shown, total, left);
  }
  function tell(active, shown, total, left) {
    var items = shown + " of " + total + (total === 1 ? " item" : " items");
    var more = plans.length > 1 ? " in " + left + " of " + plans.length + " plans" : "";
    told.textContent = active ? items + (shown === 1 ? " matches" : " match") + more : "";
  }
  function clear() {
    field.value = "";
    buttons.forEach(function (button) { button.setAttribute("aria-pressed", "false"); });
    apply();
  }
  function open(root, yes) {
    all(root, "details").forEach(function (one) { one.open = yes; });
  }
  function reveal() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    if (target.closest("[hidden]")) { clear(); }
    if (target.tagName === "DETAILS") { target.open = true; }
    target.scrollIntoView();
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  field.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(apply, 80);
  });
  field.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      field.value = "";
      apply();
    }
  });
  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      var now = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(now));
      apply();
    });
  });
  unfold.addEventListener("click", function () {
    var now = unfold.getAttribute("aria-pressed") !== "true";
    unfold.setAttribute("aria-pressed", String(now));
    open(document, now);
  });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
    }
  });
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) { reveal(); }
  });
  // on paper nothing is folded and nothing is filtered away
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = all(document, "details:not([open])");
    folded.forEach(function (one) { one.open = true; });
    all(document, "main [hidden]").forEach(function (one) {
      if (one !== form) { one.hidden = false; }
    });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (one) { one.open = false; });
    apply();
  });
  if (location.hash) { reveal(); }
}());
"""

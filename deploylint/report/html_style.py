"""How the page looks: by the colours of the calendar, and some for the outcomes of items."""

from deploylint.report.calendar_colors import HATCHED, scheme
from deploylint.report.calendar_legend import Shade

DARK_SCREEN = "screen and (prefers-color-scheme:dark)"

LIGHT = {
    "fail": "#a40e26 #ffebe9 #cf222e",
    "warning": "#744500 #fff4cc #bf8700",
    "info": "#0a3f8f #ddf0ff #0969da",
    "waived": "#5a2fa0 #f6eeff #8250df",
    "pass": "#0f5323 #dcf8e3 #1a7f37",
    "na": "#4b545e #eceff2 #818b98",
}
"""Each state has the colour of its word, of the area behind it, and of the line around it."""

DARK = {
    "fail": "#ffb3ae #42191c #f85149",
    "warning": "#f2cc60 #3b2a06 #d29922",
    "info": "#a5d0ff #10294d #388bfd",
    "waived": "#dcc2ff #2f1b4f #a371f7",
    "pass": "#8ce5a6 #0f3a20 #3fb950",
    "na": "#a8b0b9 #21262d #6e7681",
}

LINKS = ("#0550ae", "#79b8ff")

ALIKE = {"bad": "fail", "care": "warning", "good": "pass"}
"""Decisions have the colours of states."""

_CSS = """
*{box-sizing:border-box}
html{color-scheme:light dark;background:var(--bg);-webkit-text-size-adjust:100%;
scroll-padding-top:16px}
body{margin:0;color:var(--fg);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;
overflow-wrap:anywhere}
main,.top,footer{max-width:1080px;margin:0 auto;padding:0 24px}
main:focus{outline:none}
footer{padding-top:28px;padding-bottom:40px}
h1,h2,h3,h4,h5,p,dl,dd,ol,ul,pre,figure{margin:0}
h1,h2,h3,h4,h5{line-height:1.25}
a{color:var(--link)}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
code,pre,.path,kbd{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em}
.small{color:var(--muted);font-size:13px}
small{font-size:13px;color:var(--muted)}
.aloud{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}
.skip{position:absolute;left:8px;top:-60px;padding:8px 14px;background:var(--panel);
border:1px solid var(--line);border-radius:6px;z-index:9}
.skip:focus{top:8px}
.patterns{position:absolute}
.top{padding-top:28px}
.top h1{font-size:clamp(22px,4vw,30px);letter-spacing:-.01em}
.state{display:inline-block;min-width:4.2em;padding:0 8px;border:1px solid;border-radius:999px;
font:600 12.5px/20px system-ui,-apple-system,"Segoe UI",sans-serif;text-align:center;
letter-spacing:.01em;white-space:nowrap;vertical-align:1px}
.blocks{display:inline-block;padding:0 7px;border-radius:4px;background:var(--fail-line);
color:var(--bg);font:600 12px/20px system-ui,-apple-system,"Segoe UI",sans-serif}
.decision{margin-top:28px;padding:20px 24px;border:1px solid;border-left-width:8px;
border-radius:10px;color:var(--fg)}
.decision h1,.decision h2{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 16px}
.decision .word{font-size:clamp(30px,6vw,44px);font-weight:800;letter-spacing:-.02em}
.decision .what{font-size:clamp(18px,3vw,24px);font-weight:600;color:var(--fg)}
.meaning{font-size:18px;font-weight:600;margin-top:4px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,230px),1fr));
gap:10px 24px;margin-top:16px}
.facts.origins{grid-template-columns:repeat(auto-fit,minmax(min(100%,310px),1fr))}
dt{font-size:13px;color:var(--muted)}
.decision dt{color:inherit;opacity:.85}
.said{margin-top:16px;font-weight:600}
.blockers{margin-top:4px;padding-left:20px}
.blockers a{color:var(--fg)}
.part{margin-top:32px}
.plan .part>h2,.plan .part>h3{font-size:20px;padding-bottom:6px;
border-bottom:1px solid var(--line);margin-bottom:12px}
main>.part>h2{font-size:22px;margin-bottom:10px}
.left{margin:8px 0;padding:8px 14px;border:1px solid var(--line);border-radius:6px;
background:var(--panel)}
#find{display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:10px 14px;
align-items:start;margin-top:24px;padding:12px 16px;border:1px solid var(--line);
border-radius:10px;background:var(--panel)}
#find[hidden]{display:none}
#find label{font-weight:600;line-height:34px}
.field{display:flex;position:relative;grid-column:2/-1}
#query{width:100%;min-height:34px;padding:4px 34px 4px 10px;border:1px solid var(--muted);
border-radius:6px;background:var(--bg);color:var(--fg);font:inherit}
kbd{position:absolute;right:8px;top:7px;line-height:20px;padding:0 6px;border:1px solid var(--line);
border-radius:4px;color:var(--muted);background:var(--panel)}
#query:focus+kbd{display:none}
#find button{min-height:30px;cursor:pointer}
#unfold{padding:2px 12px;border:1px solid var(--muted);border-radius:6px;background:var(--bg);
color:var(--fg);font:inherit;font-size:13.5px}
#unfold[aria-pressed=true]{box-shadow:inset 0 0 0 2px var(--fg)}
.shown{grid-column:1/3;display:flex;flex-wrap:wrap;gap:8px}
.shown .state{padding:0 12px;font-size:13.5px;line-height:26px}
.shown .state[aria-pressed=true]{box-shadow:0 0 0 2px currentColor}
.shown .state[aria-pressed=true]::before{content:"\\2713\\00a0"}
.number{font-variant-numeric:tabular-nums}
#matches{grid-column:1/-1;font-weight:600}#matches:empty{margin-top:-10px}
.card{margin-top:14px;padding:14px 18px 12px;border:1px solid var(--line);border-left-width:5px;
border-radius:8px}
.card>h3,.card>h4{font-size:16px}
.rule{font-weight:600}
.card .reason{margin-top:8px;font-size:16px}
.card .waiver,.card .fix,.card .small{margin-top:8px}
.trouble+.trouble{margin-top:12px;padding-top:4px;border-top:1px solid var(--line)}
.trouble .small{margin-top:0}.trouble .fix{margin-top:4px}
.place{margin-top:10px;border:1px solid var(--line);border-radius:6px;overflow:hidden}
.place figcaption{padding:3px 12px;font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;
color:var(--muted);background:var(--panel)}
.place pre{padding:8px 12px;white-space:pre-wrap;border-top:1px solid var(--line)}
.place .no{display:inline-block;min-width:2em;padding-right:10px;color:var(--muted);
text-align:right;-webkit-user-select:none;user-select:none}
mark{color:inherit;background:var(--fail-area);border-bottom:2px solid var(--fail-line)}
.place .told{padding:4px 12px 7px}
.stage{margin-top:22px}
.stage>h3,.stage>h4{font-size:17px}
.category{display:grid;grid-template-columns:136px minmax(0,1fr);margin-top:8px}
.category[hidden]{display:none}
.category>h4,.category>h5{font-size:13.5px;font-weight:600;color:var(--muted);padding:8px 10px 0 0}
.category>div{border:1px solid var(--line);border-radius:8px}
.item+.item{border-top:1px solid var(--line)}
summary{padding:7px 14px 7px 12px;cursor:pointer}
summary:hover{background:var(--panel)}
.why{display:block;color:var(--muted);font-size:14px;margin:1px 0 0 1.1em}
.why.note{color:var(--fg)}
.item dl{padding:4px 16px 14px 30px}
.item dl>div,.wide dl>div{display:grid;grid-template-columns:130px 1fr;gap:0 14px;padding:3px 0}
.evidence{list-style:none;padding:0}
.evidence li+li{margin-top:4px}
.known{display:block;color:var(--muted);font-size:13px}
.command{padding:1px 5px;border-radius:4px;background:var(--panel);border:1px solid var(--line)}
.plan ul{padding-left:20px}.plan .evidence,.plan .legend,.plan dd>ul{padding-left:0}
dd>ul{list-style:none}
.plans{width:100%;border-collapse:collapse;font-size:14px;table-layout:fixed}
.plans th:first-child{width:112px}.plans th:nth-child(4){width:22%}.plans th:last-child{width:21%}
.plans th,.plans td{padding:7px 14px 7px 0;text-align:left;vertical-align:top;
border-bottom:1px solid var(--line)}
.plans thead th{font-size:13px;font-weight:500;color:var(--muted)}
.plans td:last-child,.plans th:last-child{padding-right:0}
.plans small{display:block}
.windows{margin-top:8px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:8px 0;padding:0}
.swatch{width:30px;height:14px;border-radius:3px;vertical-align:-2px}
.week{list-style:none;margin:0;padding:4px 0!important;border-bottom:1px solid var(--line)}
.day{display:grid;grid-template-columns:84px minmax(0,1fr) 118px minmax(0,190px);gap:0 12px;
align-items:center;padding:2px 0;font-size:13.5px;font-variant-numeric:tabular-nums}
.day.head{border-bottom:1px solid var(--line);color:var(--muted);font-size:12.5px;
align-items:end}
.d{white-space:nowrap}
.off .d{color:var(--muted)}
.here .d{font-weight:700;color:var(--accent)}
.bar,.axis{display:block;width:100%}
.bar{border-radius:4px}
.axis{overflow:visible}
.axis text{fill:var(--muted);font-size:12px;text-anchor:middle}
.axis .first{text-anchor:start}.axis .last{text-anchor:end}
.tier{font-size:11.5px;font-weight:500;text-anchor:middle;pointer-events:none;
paint-order:stroke;stroke-width:6px;stroke-linejoin:round}
.grid{stroke:var(--bg);stroke-opacity:.6}
.now{fill:var(--accent);stroke:var(--bg)}
.tag{display:inline-block;border-radius:3px;padding:0 5px;margin:1px 2px 1px 0;font-size:12.5px}
.plain-tag{background:var(--panel);border:1px solid var(--line)}
.judged{color:var(--bg);background:var(--accent);font-weight:600}
@media screen{.plan+.plan{content-visibility:auto;contain-intrinsic-size:auto 2400px}}
@media (max-width:720px){
main,.top,footer{padding-left:14px;padding-right:14px}
.decision{padding:14px 16px}.card{padding:12px 12px 10px}
#find{grid-template-columns:1fr;padding:12px}
#find>*{grid-column:1!important}#find label{line-height:1.4}#unfold{justify-self:start}
.category{display:block;margin-top:12px}.category>h4,.category>h5{padding:0 0 4px}
.item dl{padding-left:14px}.item dl>div{grid-template-columns:1fr;padding:5px 0}
.plans,.plans tbody,.plans tr,.plans td,.plans tbody th{display:block}
.plans thead{display:none}
.plans tr{padding:8px 0;border-bottom:1px solid var(--line)}
.plans tr[hidden]{display:none}
.plans td,.plans tbody th{padding:1px 0;border:0}
.plans td:empty{display:none}
.day{grid-template-columns:84px 1fr;padding:5px 0}
.day.head{grid-template-columns:1fr}.day.head .d,.day.head .p,.day.head .n{display:none}
.day .bar{grid-column:1/-1;grid-row:2}.day .n{grid-column:1/-1}
.tier{display:none}
}
@media (max-width:940px){.tier{display:none}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){svg{forced-color-adjust:none}
.shown .state[aria-pressed=true]{outline:2px solid}}
@media print{
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:10.5px;line-height:1.4}
main,.top,footer{max-width:none;padding-left:0;padding-right:0}
#find,.skip,.screen{display:none!important}
a{color:inherit;text-decoration:none}
.decision{margin-top:0;padding:12px 16px}
.decision .word{font-size:26px}.decision .what{font-size:16px}
.meaning,.card .reason{font-size:12px}
.facts{grid-template-columns:repeat(3,1fr);gap:6px 18px;margin-top:8px}.said{margin-top:8px}
main>.part>h2,.plan .part>h2,.plan .part>h3{font-size:14px;margin-bottom:6px;padding-bottom:3px}
.stage>h3,.stage>h4,.card>h3,.card>h4{font-size:12px}.stage{margin-top:12px}
.category{grid-template-columns:104px minmax(0,1fr)}
.category>h4,.category>h5{font-size:10.5px;padding-top:5px;break-after:auto!important}
.part{margin-top:16px}.card{margin-top:8px;padding:7px 12px}
.card .small,.card .fix,.card .waiver,.place{margin-top:5px}
.small,small,dt,.why,.known,.day,.tag,.place figcaption,.plans,.plans thead th{font-size:9.5px}
.place pre{padding:4px 12px}.place .told{padding:2px 12px 4px}
.state,.blocks{font-size:9.5px;line-height:14px}
summary{padding:4px 10px}.item dl{display:grid;grid-template-columns:1fr 1fr;gap:0 18px;
padding:0 10px 6px 20px}.item dl>div{grid-template-columns:74px 1fr;gap:0 8px;padding:1px 0}
.item dl>.long{grid-column:1/-1}
.day{grid-template-columns:58px minmax(0,1fr) 92px 128px;padding:1px 0}.day.head{font-size:9px}
.bar{height:13px}.tier{display:none}.axis text{font-size:9px}
.plan+.plan{break-before:page}
.item,.card,.week,.place,.plans tr,.decision{break-inside:avoid}
h2,h3,h4,h5{break-after:avoid}
details::details-content{content-visibility:visible!important;block-size:auto!important}
summary{list-style:none}summary::-webkit-details-marker{display:none}
}
"""


def hatched(shade: Shade) -> bool:
    """Return whether an area of this shade has lines as well."""
    return shade in HATCHED


def _variables(number: int) -> str:
    states = (LIGHT, DARK)[number]
    found = [f"--link:{LINKS[number]}"]
    for state, colors in states.items():
        ink, area, line = colors.split()
        found.append(f"--{state}:{ink};--{state}-area:{area};--{state}-line:{line}")
    return f":root{{{';'.join(found)}}}"


def _states() -> str:
    rules = []
    for name in (*LIGHT, *ALIKE):
        state = ALIKE.get(name, name)
        colors = f"color:var(--{state});background:var(--{state}-area)"
        rules.append(f".state.{name}{{{colors};border-color:var(--{state}-line)}}")
        rules.append(f".card.{name}{{border-left-color:var(--{state}-line)}}")
    for tone, state in ALIKE.items():
        line = f"border-color:var(--{state}-line)"
        rules.append(f".decision.{tone}{{background:var(--{state}-area);{line}}}")
        rules.append(f".decision.{tone} .word{{color:var(--{state})}}")
    return "".join(rules)


def _shades() -> str:
    """Return how each tier is painted."""
    rules = []
    for shade in Shade:
        area = f"url(#{shade}-area)" if hatched(shade) else f"var(--{shade})"
        rules.append(f".{shade}{{fill:{area}}}.{shade}-ink{{fill:var(--{shade}-ink)}}")
        rules.append(f".{shade}-ink{{stroke:var(--{shade})}}")  # no line of the grid behind words
        if hatched(shade):
            rules.append(f".{shade}-plain{{fill:var(--{shade})}}")
            rules.append(f".{shade}-line{{fill:var(--{shade}-line)}}")
        rules.append(f".{shade}-tag{{background:var(--{shade});color:var(--{shade}-ink)}}")
    return "".join(rules)


STYLE = "\n".join(
    (
        scheme(DARK_SCREEN),
        _variables(0),
        f"@media {DARK_SCREEN}{{{_variables(1)}}}",
        _CSS.strip(),
        _states(),
        _shades(),
    )
)
"""The whole style sheet; it is the same on every page, so that its digest can be known."""

"""How diagrams look: AWS's colours of kinds of service, on light and on dark."""

# Compute, database, storage, integration, security, networking, and what is none of AWS's.
KINDS = {
    "compute": "#ed7100",
    "database": "#c925d1",
    "storage": "#7aa116",
    "events": "#e7157b",
    "security": "#dd344c",
    "network": "#8c4fff",
    "people": "#64748b",
}
# Frames, as AWS draws them.
FRAMES = {
    "region": "#00a4a6",
    "vpc": "#8c4fff",
    "public": "#7aa116",
    "private": "#00a4a6",
    "zone": "#64748b",
    "plain": "#94a3b8",
}

STYLE = (
    """
svg{font:12px ui-sans-serif,system-ui,"Segoe UI",Helvetica,Arial,"DejaVu Sans",sans-serif;
--page:#fff;--box:#fff;--ink:#0f172a;--soft:#475569;--rule:#cbd5e1;--tint:.05}
.page{fill:var(--page)}.heading{font-size:18px;font-weight:600;fill:var(--ink)}
.box{fill:var(--box);stroke:var(--rule)}.name{font-weight:600;fill:var(--ink)}
.line{fill:var(--soft)}.strong{fill:var(--ink);font-weight:600}
.group{stroke-width:1.2;fill-opacity:var(--tint)}.title{font-weight:600}
.arrow{fill:none;stroke:var(--soft);stroke-width:1.4;stroke-linejoin:round}.end{fill:var(--soft)}
.label{fill:var(--ink);font-size:11px;text-anchor:middle;
paint-order:stroke;stroke:var(--page);stroke-width:5px;stroke-linejoin:round}
.cell{fill:var(--soft);font-size:11px}
"""
    + "".join(f".bar.{name}{{fill:{colour}}}" for name, colour in KINDS.items())
    + "".join(
        f".group.{name}{{stroke:{colour};fill:{colour}}}.title.{name}{{fill:{colour}}}"
        for name, colour in FRAMES.items()
    )
    + """
.group.zone,.group.plain{stroke-dasharray:5 4;fill:none}
@media(prefers-color-scheme:dark){svg{--page:#0f172a;--box:#1e293b;--ink:#f1f5f9;--soft:#b6c2d2;
--rule:#475569;--tint:.10}}
"""
)

// The shapes of what happens: alarms by priority and state, incidents, how many lie over one another. Never by colour
// alone: a priority is a shape with a figure, a state a filling. All are drawn around 0, 0 of a context moved there.

import { polygon } from "./symbols.js";
import { FONT } from "./themes.js";

const TURN = 2 * Math.PI;
const NORTH = -Math.PI / 2;

/** The outline of a priority: P1 circle, P2 triangle, P3 diamond, P4 square. */
function priorityShape(context, priority, size) {
  context.beginPath();
  if (priority === 1) context.arc(0, 0, size, 0, TURN);
  else if (priority === 2) polygon(context, 3, size * 1.28, NORTH);
  else if (priority === 3) polygon(context, 4, size * 1.16, NORTH);
  else context.rect(-size * 0.86, -size * 0.86, size * 1.72, size * 1.72);
}

function figure(context, priority, size, colour) {
  context.fillStyle = colour;
  context.font = `bold ${Math.round(size * 1.2)}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(priority), 0, priority === 2 ? size * 0.28 : 0.5);
}

// What stands in a quiet mark instead of its figure, in a square of 2 around 0, 0.
const QUIET_SIGNS = {
  shelved: [[-0.4, -0.6, -0.4, 0.6], [0.4, -0.6, 0.4, 0.6]],
  suppressed: [[-0.65, 0, 0.65, 0]],
  out_of_service: [[-0.5, -0.5, 0.5, 0.5], [0.5, -0.5, -0.5, 0.5]],
};

/** Whether an alarm is kept from asking for a look: shelved, suppressed or out of service. */
const isQuiet = ({ state }) => state in QUIET_SIGNS;

/**
 * An alarm: filled until somebody has acknowledged it, then an outline. Of one that is over and was never looked at the
 * outline is broken and the filling thin; one that is quiet is small, grey and hollow, with a sign that says why.
 */
export function drawAlarm(context, alarm, theme, size) {
  const colour = theme.alarms[alarm.priority];
  context.lineJoin = "round";
  if (isQuiet(alarm)) return drawQuiet(context, alarm, theme, size * 0.8);
  const isNew = alarm.state === "unacknowledged", isOver = alarm.state === "returned_unacknowledged";
  priorityShape(context, alarm.priority, size);
  context.lineWidth = 3.5;
  context.strokeStyle = theme.unitEdge;
  context.stroke();
  context.fillStyle = isNew ? colour : theme.unitEdge;
  context.fill();
  if (isOver) {
    context.globalAlpha = 0.38;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 1;
    context.setLineDash([size * 0.42, size * 0.3]);
  }
  context.lineWidth = 1.8;
  context.strokeStyle = isNew && alarm.priority === 1 ? theme.selection : colour;  // as bright as P3 to who sees no red
  context.stroke();
  context.setLineDash([]);
  figure(context, alarm.priority, size, isNew ? theme.alarmText : isOver ? theme.selection : colour);
}

function drawQuiet(context, alarm, theme, size) {
  priorityShape(context, alarm.priority, size);
  context.fillStyle = theme.unitEdge;
  context.globalAlpha = 0.8;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.2;
  context.strokeStyle = theme.mark;
  context.stroke();
  const drop = alarm.priority === 2 ? size * 0.25 : 0, reach = size * 0.72;
  context.beginPath();
  for (const [x1, y1, x2, y2] of QUIET_SIGNS[alarm.state]) {
    context.moveTo(x1 * reach, y1 * reach + drop);
    context.lineTo(x2 * reach, y2 * reach + drop);
  }
  context.lineWidth = 1.4;
  context.stroke();
}

/** How many marks lie over one another here: a plate with the number, around 0, 0. */
export function drawCount(context, count, theme) {
  const half = count.length * 3 + 3;
  context.beginPath();
  context.roundRect(-half, -6, 2 * half, 12, 6);
  context.fillStyle = theme.unitEdge;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = theme.line;
  context.stroke();
  context.fillStyle = theme.selection;
  context.font = `bold 9px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(count, 0, 0.5);
}

/** An incident: a ring of brackets around where it is, with its priority at a corner. */
export function drawIncident(context, incident, theme) {
  const half = 13, arm = 5, size = 5.6;
  const colour = theme.alarms[incident.priority];
  context.beginPath();
  for (const [sx, sy] of [[-1, -1], [1, -1], [-1, 1]]) {
    context.moveTo(sx * half, sy * (half - arm));
    context.lineTo(sx * half, sy * half);
    context.lineTo(sx * (half - arm), sy * half);
  }
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = theme.unitEdge;
  context.stroke();
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.stroke();
  context.translate(half, half);
  priorityShape(context, incident.priority, size);
  context.lineWidth = 3;
  context.strokeStyle = theme.unitEdge;
  context.stroke();
  context.fillStyle = theme.unitEdge;
  context.fill();
  context.lineWidth = 1.3;
  context.strokeStyle = colour;
  context.stroke();
  figure(context, incident.priority, size * 1.15, colour);
  context.translate(-half, -half);
}

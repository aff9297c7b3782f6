// What moves or comes and goes: units, alarms, incidents, and the ring around what is chosen.

import { Alarms, Incidents, Rings, Selection } from "./alarms.js";
import { Units } from "./units.js";

export function join(stage) {
  const units = new Units(), alarms = new Alarms(), incidents = new Incidents(units);
  const live = { alarm: alarms, unit: units, incident: incidents };
  const layers = { units, alarms, incidents };
  const selection = new Selection(live);
  alarms.rings = new Rings(stage.map);
  stage.live = live;
  stage.moving.add(incidents, 20);
  stage.moving.add(units, 30);
  stage.moving.add(alarms, 40);
  stage.moving.add(selection, 50);

  return {
    does: {
      reset: () => [units, alarms, incidents].forEach((painter) => painter.clear()),
      visible: (told) => {
        for (const [layer, isVisible] of Object.entries(told)) if (layer in layers) layers[layer].isVisible = isVisible;
      },
      units: (told) => units.put(told),
      fixes: (told) => units.move(told),
      alarms: (told) => alarms.put(told),
      incidents: (told) => incidents.put(told),
      ways: (told) => incidents.lead(told),
      gone: (told) => { for (const [kind, ids] of Object.entries(told)) live[kind]?.remove(ids); },
      select: (what) => selection.put(what),
    },
  };
}

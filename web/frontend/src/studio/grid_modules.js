// The parts of dmn-js that the grid is made of. Left out: other languages than FEEL, and the small windows for
// columns and single kinds of values. What they change is a form beside the grid, in words of the page.
import Viewer from "dmn-js-decision-table/lib/Viewer";
import annotations from "dmn-js-decision-table/lib/features/annotations/editor";
import cellSelection from "dmn-js-decision-table/lib/features/cell-selection";
import columnResize from "dmn-js-decision-table/lib/features/column-resize";
import menu from "dmn-js-decision-table/lib/features/context-menu";
import copyCutPaste from "dmn-js-decision-table/lib/features/copy-cut-paste";
import copyCutPasteKeys from "dmn-js-decision-table/lib/features/copy-cut-paste/key-bindings";
import rulesEditor from "dmn-js-decision-table/lib/features/decision-rules/editor";
import dragAndDrop from "dmn-js-decision-table/lib/features/drag-and-drop";
import actions from "dmn-js-decision-table/lib/features/editor-actions";
import keyboard from "dmn-js-decision-table/lib/features/keyboard";
import modeling from "dmn-js-decision-table/lib/features/modeling";
import dataTypes from "dmn-js-shared/lib/features/data-types";
import languages from "dmn-js-shared/lib/features/expression-languages";
import contextMenu from "table-js/lib/features/context-menu";
import editorActions from "table-js/lib/features/editor-actions";
import interaction from "table-js/lib/features/interaction-events";
import selection from "table-js/lib/features/selection";

const PARTS = [
  annotations,
  cellSelection,
  columnResize,
  menu,
  contextMenu,
  copyCutPaste,
  copyCutPasteKeys,
  rulesEditor,
  dragAndDrop,
  actions,
  editorActions,
  interaction,
  keyboard,
  languages,
  dataTypes,
  modeling,
  selection,
];

export class DecisionTable extends Viewer {
  getModules() {
    return [...Viewer._getModules(), ...PARTS];
  }
}

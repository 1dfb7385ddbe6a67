"""Edits: small frozen values, each a pure function from project to project."""

from workbench.project.edits.applications import SetBlockWeights
from workbench.project.edits.base import Edit
from workbench.project.edits.blocks import (
    CollapseBlock,
    GroupNodes,
    RenameBlock,
    RepeatBlock,
    Ungroup,
    group_refusal,
    new_block,
)
from workbench.project.edits.fresh import new_node
from workbench.project.edits.links import AddConnected, Connect, InsertOnLink, would_close_a_cycle
from workbench.project.edits.nodes import (
    AddNode,
    DeleteItems,
    DuplicateNodes,
    MoveInChain,
    MoveNodes,
    SetNodeSpec,
)
from workbench.project.edits.notes import AddNotes, DeleteNotes, MoveNotes, SizeNote, WriteNote
from workbench.project.edits.params import RenameNode, ResetParam, SetParam
from workbench.project.edits.paste import PasteNodes
from workbench.project.edits.settings import (
    ForgetWeights,
    SetAside,
    SetData,
    SetNetwork,
    SetNote,
    SetTitle,
    SetTraining,
    UseAgain,
)
from workbench.project.edits.several import MakeAlike, ResetParams, SetParams
from workbench.project.edits.share import ShareLayer
from workbench.project.edits.style import SetStyle
from workbench.project.edits.together import Together

__all__ = [
    "AddConnected",
    "AddNode",
    "AddNotes",
    "CollapseBlock",
    "Connect",
    "DeleteItems",
    "DeleteNotes",
    "DuplicateNodes",
    "Edit",
    "ForgetWeights",
    "GroupNodes",
    "InsertOnLink",
    "MakeAlike",
    "MoveInChain",
    "MoveNodes",
    "MoveNotes",
    "PasteNodes",
    "RenameBlock",
    "RenameNode",
    "RepeatBlock",
    "ResetParam",
    "ResetParams",
    "SetAside",
    "SetBlockWeights",
    "SetData",
    "SetNetwork",
    "SetNodeSpec",
    "SetNote",
    "SetParam",
    "SetParams",
    "SetStyle",
    "SetTitle",
    "SetTraining",
    "ShareLayer",
    "SizeNote",
    "Together",
    "Ungroup",
    "UseAgain",
    "WriteNote",
    "group_refusal",
    "new_block",
    "new_node",
    "would_close_a_cycle",
]

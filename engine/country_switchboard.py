"""Which handler takes which command of the country, its municipalities and the studio; see `switchboard`."""

from __future__ import annotations

from engine import commands as c
from engine.bus import Handler
from engine.catalogue.check import ValidationCache
from engine.commands import Command
from engine.handlers import (
    calendar,
    comments,
    deployments,
    deposits,
    municipalities,
    offices,
    parameters,
    publish_approval,
    publish_requests,
    publishers,
    rebase,
    reference,
    replays,
    service_accounts,
    service_draft_files,
    service_drafts,
    switches,
    units,
)
from engine.operations import ALL
from engine.settings import Settings


def of_the_country(settings: Settings) -> dict[type[Command], Handler]:
    """Return what is published, declared and drawn for all, and what is set for one municipality."""
    return {**_of_all(settings), **_of_municipalities(settings), **_of_the_studio(settings)}


def _of_all(settings: Settings) -> dict[type[Command], Handler]:
    """Return what is published and declared."""
    return {
        c.DeclareDayOff: calendar.declare_day_off,
        c.RecountCase: calendar.recount_case(ALL),
        c.PublishService: deployments.publish_service(
            is_demo=settings.is_demo, cache=ValidationCache.below(settings.cache_directory)
        ),
        c.RollBackService: deployments.roll_back_service(is_demo=settings.is_demo),
        c.TakeBackPublication: deployments.take_back_publication(is_demo=settings.is_demo),
        c.NamePublisher: publishers.name_publisher,
        c.WithdrawPublisher: publishers.withdraw_publisher,
        c.LoadMunicipality: reference.load_municipality,
        c.LoadPerson: reference.load_person,
        c.LoadReferenceData: reference.load_reference_data,
    }


def _of_municipalities(settings: Settings) -> dict[type[Command], Handler]:
    """Return what is set for one municipality: what it offers, who works there."""
    return {
        c.SetSwitch: switches.set_switch,
        c.SetLanguages: municipalities.set_languages,
        c.SetLetterhead: municipalities.set_letterhead,
        c.SetRollout: municipalities.set_rollout,
        c.EnterMunicipality: municipalities.enter_municipality(is_demo=settings.is_demo),
        c.SetParameter: parameters.set_parameter,
        c.MakeServiceAccount: service_accounts.make_service_account,
        c.RotateSecret: service_accounts.rotate_secret,
        c.NameResponsible: service_accounts.name_responsible,
        c.EndServiceAccount: service_accounts.end_service_account,
        c.DepositPaper: deposits.deposit_paper(settings.uploads),
        c.AddUnit: units.add_unit,
        c.RenameUnit: units.rename_unit,
        c.EndUnit: units.end_unit,
        c.GiveOffice: offices.give_office(is_demo=settings.is_demo),
        c.EndOffice: offices.end_office,
        c.ReleaseClaims: offices.release_claims,
    }


def _of_the_studio(settings: Settings) -> dict[type[Command], Handler]:
    """Return what draws services."""
    return {
        c.BeginServiceDraft: service_drafts.begin_service_draft,
        c.BeginNewService: service_drafts.begin_new_service,
        c.SaveServiceFile: service_drafts.save_service_file,
        c.RenameServiceFile: service_draft_files.rename_service_file,
        c.RemoveServiceFile: service_draft_files.remove_service_file,
        c.DropServiceDraft: service_drafts.drop_service_draft,
        c.RebaseDraft: rebase.rebase_draft,
        c.WriteComment: comments.write_comment,
        c.AnswerComment: comments.answer_comment,
        c.SettleComment: comments.settle_comment,
        c.AskReplay: replays.ask_replay,
        c.KeepReplayed: replays.keep_replayed,
        c.StopReplay: replays.stop_replay,
        c.RequestPublication: publish_requests.request_publication,
        c.LookAtDifferences: publish_approval.look_at_differences,
        c.KeepScenarios: publish_approval.keep_scenarios,
        c.ApprovePublication: publish_approval.approve_publication(
            is_demo=settings.is_demo, secret=settings.secret
        ),
        c.DeclinePublication: publish_approval.decline_publication,
    }

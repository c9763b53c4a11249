import type { CommandId, Commands } from '../../ids.ts';
import { configureApp } from './app/configure.ts';
import { disableApp } from './app/disable.ts';
import { enableApp } from './app/enable.ts';
import { installApp } from './app/install.ts';
import { openAppDocument } from './app/openDocument.ts';
import { removeApp } from './app/remove.ts';
import { runApp } from './app/run.ts';
import { addConnection } from './connection/add.ts';
import { removeConnection } from './connection/remove.ts';
import { switchConnection } from './connection/switch.ts';
import { refreshCoverage } from './coverage/refresh.ts';
import { reportCoverage } from './coverage/report.ts';
import { subscribeEndpoint } from './coverage/subscribe.ts';
import { unsubscribeEndpoint } from './coverage/unsubscribe.ts';
import { writeHandler } from './coverage/writeHandler.ts';
import { copyFix } from './diagnosis/copyFix.ts';
import { runDiagnosis } from './diagnosis/run.ts';
import { pingEndpoint } from './endpoint/ping.ts';
import { pasteSecret } from './endpoint/pasteSecret.ts';
import { revealSecret } from './endpoint/revealSecret.ts';
import { writeSecretToEnv } from './endpoint/writeSecretToEnv.ts';
import { confirmSwitch } from './roll/confirm.ts';
import { finishRoll } from './roll/finish.ts';
import { undoRoll } from './roll/undo.ts';
import { provideSecret } from './roll/provideSecret.ts';
import { copyId } from './endpoint/copyId.ts';
import { copySecret } from './endpoint/copySecret.ts';
import { copyUrl } from './endpoint/copyUrl.ts';
import { createEndpoint } from './endpoint/create.ts';
import { createForThisMachine } from './endpoint/createForThisMachine.ts';
import { deleteEndpoint } from './endpoint/delete.ts';
import { editEndpoint } from './endpoint/edit.ts';
import { filterEndpoints } from './endpoint/filter.ts';
import { openInDashboard } from './endpoint/openInDashboard.ts';
import { pauseEndpoint } from './endpoint/pause.ts';
import { refreshEndpoints } from './endpoint/refresh.ts';
import { resumeEndpoint } from './endpoint/resume.ts';
import { rollSecret } from './endpoint/rollSecret.ts';
import { sortEndpoints } from './endpoint/sort.ts';
import { upgradeApiVersion } from './endpoint/upgradeApiVersion.ts';
import { compareEvents } from './event/compare.ts';
import { copyAsCurl } from './event/copyAsCurl.ts';
import { copyAsFixture } from './event/copyAsFixture.ts';
import { copyAsJson } from './event/copyAsJson.ts';
import { openEvent } from './event/open.ts';
import { openEventInDashboard } from './event/openInDashboard.ts';
import { saveAsFixture } from './event/saveAsFixture.ts';
import { showOutput } from './event/showOutput.ts';
import { editOwnData } from './event/editOwnData.ts';
import { triggerEvent } from './event/trigger.ts';
import { triggerAgain } from './event/triggerAgain.ts';
import { triggerReal } from './event/triggerReal.ts';
import { triggerTo } from './event/triggerTo.ts';
import { keepAsOwnData, triggerLike, triggerWith } from './event/triggerWith.ts';
import { runFixture } from './fixture/run.ts';
import { getStarted } from './help/getStarted.ts';
import { goToHandler } from './handler/goTo.ts';
import { showEvents } from './handler/showEvents.ts';
import { clearJournal } from './journal/clear.ts';
import { exportJournal } from './journal/export.ts';
import { importJournal } from './journal/import.ts';
import { showLog } from './log/show.ts';
import { chooseColumns } from './panel/chooseColumns.ts';
import { clearPanel } from './panel/clear.ts';
import { exportEvents } from './panel/export.ts';
import { filterEvents } from './panel/filter.ts';
import { hideTheseTypes, onlyTheseTypes } from './panel/filterByType.ts';
import { pausePanel } from './panel/pause.ts';
import { resumePanel } from './panel/resume.ts';
import { savedFilters } from './panel/savedFilters.ts';
import { showPanel } from './panel/show.ts';
import type { Parts } from './parts.ts';
import { copyReceiverUrl } from './receiver/copyUrl.ts';
import { showActions } from './receiver/showActions.ts';
import { startReceiver } from './receiver/start.ts';
import { stopReceiver } from './receiver/stop.ts';
import { createScenario } from './scenario/create.ts';
import { recordScenarioOf } from './scenario/record.ts';
import { runScenario } from './scenario/run.ts';
import { copySourceSecret } from './source/copySecret.ts';
import { writeSourceSecretToEnv } from './source/writeSecretToEnv.ts';
import { startSource } from './source/start.ts';
import { stopSource } from './source/stop.ts';
import { copySandboxAccess } from './sandbox/copyAccess.ts';
import { resetSandbox } from './sandbox/reset.ts';
import { startSandbox } from './sandbox/start.ts';
import { stopSandbox } from './sandbox/stop.ts';
import { editAndResend } from './event/editAndResend.ts';
import { renewEventId } from './event/renewId.ts';
import { replayEvents } from './event/replay.ts';
import { sendDocument } from './event/sendDocument.ts';
import { addTarget } from './target/add.ts';
import { editTarget } from './target/edit.ts';
import { pauseTarget } from './target/pause.ts';
import { removeTarget } from './target/remove.ts';
import { resumeTarget } from './target/resume.ts';
import { retryDelivery } from './target/retry.ts';
import { showAnswer } from './target/showAnswer.ts';
import { retryAllDeliveries } from './target/retryAll.ts';
import { testTarget } from './target/test.ts';

/** A verb for every command, with the command's arguments. */
export type CommandTable = { readonly [K in CommandId]: (parts: Parts, ...args: Commands[K]) => unknown };

/** Every command and the verb it runs. */
export const commandTable = {
  'stripeWebhooks.endpoint.create': (parts) => createEndpoint(parts),
  'stripeWebhooks.endpoint.createForThisMachine': createForThisMachine,
  'stripeWebhooks.endpoint.edit': editEndpoint,
  'stripeWebhooks.endpoint.pause': pauseEndpoint,
  'stripeWebhooks.endpoint.resume': resumeEndpoint,
  'stripeWebhooks.endpoint.delete': deleteEndpoint,
  'stripeWebhooks.endpoint.rollSecret': rollSecret,
  'stripeWebhooks.endpoint.copyId': copyId,
  'stripeWebhooks.endpoint.copyUrl': copyUrl,
  'stripeWebhooks.endpoint.copySecret': copySecret,
  'stripeWebhooks.endpoint.openInDashboard': openInDashboard,
  'stripeWebhooks.endpoint.ping': pingEndpoint,
  'stripeWebhooks.endpoint.pasteSecret': pasteSecret,
  'stripeWebhooks.endpoint.revealSecret': revealSecret,
  'stripeWebhooks.endpoint.writeSecretToEnv': writeSecretToEnv,
  'stripeWebhooks.endpoint.upgradeApiVersion': upgradeApiVersion,
  'stripeWebhooks.endpoint.sort': sortEndpoints,
  'stripeWebhooks.endpoint.filter': filterEndpoints,
  'stripeWebhooks.roll.confirm': confirmSwitch,
  'stripeWebhooks.roll.finish': finishRoll,
  'stripeWebhooks.roll.undo': undoRoll,
  'stripeWebhooks.roll.provideSecret': provideSecret,
  'stripeWebhooks.endpoint.refresh': refreshEndpoints,
  'stripeWebhooks.connection.add': addConnection,
  'stripeWebhooks.connection.remove': removeConnection,
  'stripeWebhooks.connection.switch': switchConnection,
  'stripeWebhooks.receiver.start': startReceiver,
  'stripeWebhooks.receiver.stop': stopReceiver,
  'stripeWebhooks.receiver.copyUrl': copyReceiverUrl,
  'stripeWebhooks.receiver.showActions': showActions,
  'stripeWebhooks.source.start': startSource,
  'stripeWebhooks.source.stop': stopSource,
  'stripeWebhooks.source.copySecret': copySourceSecret,
  'stripeWebhooks.source.writeSecretToEnv': writeSourceSecretToEnv,
  'stripeWebhooks.event.trigger': triggerEvent,
  'stripeWebhooks.event.triggerAgain': triggerAgain,
  'stripeWebhooks.event.triggerTo': triggerTo,
  'stripeWebhooks.event.triggerReal': triggerReal,
  'stripeWebhooks.event.triggerWith': triggerWith,
  'stripeWebhooks.event.triggerLike': triggerLike,
  'stripeWebhooks.event.editOwnData': editOwnData,
  'stripeWebhooks.event.keepAsOwnData': keepAsOwnData,
  'stripeWebhooks.fixture.run': runFixture,
  'stripeWebhooks.scenario.run': runScenario,
  'stripeWebhooks.scenario.create': createScenario,
  'stripeWebhooks.scenario.record': recordScenarioOf,
  'stripeWebhooks.event.open': openEvent,
  'stripeWebhooks.event.showOutput': showOutput,
  'stripeWebhooks.event.compare': compareEvents,
  'stripeWebhooks.event.copyAsJson': copyAsJson,
  'stripeWebhooks.event.copyAsCurl': copyAsCurl,
  'stripeWebhooks.event.copyAsFixture': copyAsFixture,
  'stripeWebhooks.event.saveAsFixture': saveAsFixture,
  'stripeWebhooks.event.openInDashboard': openEventInDashboard,
  'stripeWebhooks.event.onlyTheseTypes': onlyTheseTypes,
  'stripeWebhooks.event.hideTheseTypes': hideTheseTypes,
  'stripeWebhooks.panel.show': showPanel,
  'stripeWebhooks.panel.filter': filterEvents,
  'stripeWebhooks.panel.pause': pausePanel,
  'stripeWebhooks.panel.resume': resumePanel,
  'stripeWebhooks.panel.clear': clearPanel,
  'stripeWebhooks.panel.chooseColumns': chooseColumns,
  'stripeWebhooks.panel.savedFilters': savedFilters,
  'stripeWebhooks.panel.export': exportEvents,
  'stripeWebhooks.event.replay': replayEvents,
  'stripeWebhooks.event.editAndResend': editAndResend,
  'stripeWebhooks.event.send': sendDocument,
  'stripeWebhooks.event.renewId': renewEventId,
  'stripeWebhooks.target.add': addTarget,
  'stripeWebhooks.target.edit': editTarget,
  'stripeWebhooks.target.pause': pauseTarget,
  'stripeWebhooks.target.resume': resumeTarget,
  'stripeWebhooks.target.remove': removeTarget,
  'stripeWebhooks.target.test': testTarget,
  'stripeWebhooks.target.showAnswer': showAnswer,
  'stripeWebhooks.target.retry': retryDelivery,
  'stripeWebhooks.target.retryAll': retryAllDeliveries,
  'stripeWebhooks.handler.goTo': goToHandler,
  'stripeWebhooks.handler.showEvents': showEvents,
  'stripeWebhooks.app.install': installApp,
  'stripeWebhooks.app.configure': configureApp,
  'stripeWebhooks.app.enable': enableApp,
  'stripeWebhooks.app.disable': disableApp,
  'stripeWebhooks.app.remove': removeApp,
  'stripeWebhooks.app.run': runApp,
  'stripeWebhooks.app.openDocument': openAppDocument,
  'stripeWebhooks.coverage.refresh': refreshCoverage,
  'stripeWebhooks.coverage.report': reportCoverage,
  'stripeWebhooks.coverage.writeHandler': writeHandler,
  'stripeWebhooks.coverage.subscribe': subscribeEndpoint,
  'stripeWebhooks.coverage.unsubscribe': unsubscribeEndpoint,
  'stripeWebhooks.diagnosis.run': runDiagnosis,
  'stripeWebhooks.diagnosis.copyFix': copyFix,
  'stripeWebhooks.sandbox.start': startSandbox,
  'stripeWebhooks.sandbox.stop': stopSandbox,
  'stripeWebhooks.sandbox.reset': resetSandbox,
  'stripeWebhooks.sandbox.copyAccess': copySandboxAccess,
  'stripeWebhooks.journal.export': exportJournal,
  'stripeWebhooks.journal.import': importJournal,
  'stripeWebhooks.journal.clear': clearJournal,
  'stripeWebhooks.log.show': showLog,
  'stripeWebhooks.help.getStarted': getStarted,
} satisfies CommandTable;

-- AlterTable
ALTER TABLE "predictions" ADD COLUMN     "deadline" TIMESTAMPTZ(3),
ADD COLUMN     "deployment" TEXT;

-- AlterTable
ALTER TABLE "prediction_payloads" ADD COLUMN     "webhook" JSONB;

-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "origins" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "id" CHAR(64) NOT NULL,
    "request_sha" CHAR(64) NOT NULL,
    "prediction_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployments" (
    "id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment_releases" (
    "deployment_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "version_id" CHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "hardware" TEXT NOT NULL,
    "min_instances" INTEGER NOT NULL,
    "max_instances" INTEGER NOT NULL,

    CONSTRAINT "deployment_releases_pkey" PRIMARY KEY ("deployment_id","number")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "name" TEXT NOT NULL,
    "value" BYTEA NOT NULL,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "idempotency_keys_prediction_id_idx" ON "idempotency_keys"("prediction_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_owner_name_key" ON "deployments"("owner", "name");

-- CreateIndex
CREATE INDEX "deployment_releases_version_id_idx" ON "deployment_releases"("version_id");

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_prediction_id_fkey" FOREIGN KEY ("prediction_id") REFERENCES "predictions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment_releases" ADD CONSTRAINT "deployment_releases_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment_releases" ADD CONSTRAINT "deployment_releases_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "versions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whoever is to be told of a prediction's events gets a job for each, in the transaction of the event itself: none is
-- lost, and none tells of what did not happen. What is only on its way is told twice a second at most, and tried once.
CREATE FUNCTION tell_webhook("prediction" text, "webhook" jsonb, "event" text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF "webhook" -> 'events' ? "event" THEN
        PERFORM graphile_worker.add_job(
            'webhook',
            json_build_object('prediction', "prediction", 'event', "event"),
            run_at := now() + CASE WHEN "event" IN ('output', 'logs') THEN interval '500 ms' ELSE interval '0' END,
            max_attempts := CASE "event" WHEN 'completed' THEN 14 ELSE 1 END,
            job_key := 'webhook ' || "event" || ' ' || "prediction",
            job_key_mode := 'preserve_run_at'
        );
    END IF;
END
$$;

CREATE FUNCTION tell_of_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "hook" jsonb;
BEGIN
    SELECT "webhook" INTO "hook" FROM "prediction_payloads" WHERE "prediction_id" = NEW."id";
    IF "hook" IS NOT NULL THEN
        PERFORM tell_webhook(NEW."id", "hook", CASE NEW."state" WHEN 'running' THEN 'start' ELSE 'completed' END);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "predictions_tell_of_start" AFTER UPDATE OF "state" ON "predictions"
    FOR EACH ROW WHEN (NEW."state" = 'running' AND OLD."started_at" IS NULL)
    EXECUTE FUNCTION tell_of_state();
CREATE TRIGGER "predictions_tell_of_end" AFTER UPDATE OF "state" ON "predictions"
    FOR EACH ROW WHEN (
        NEW."state" IN ('succeeded', 'failed', 'canceled') AND OLD."state" NOT IN ('succeeded', 'failed', 'canceled')
    )
    EXECUTE FUNCTION tell_of_state();

CREATE FUNCTION tell_of_output() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."chunks" <> OLD."chunks" THEN
        PERFORM tell_webhook(NEW."prediction_id", NEW."webhook", 'output');
    END IF;
    IF NEW."logs" <> OLD."logs" THEN
        PERFORM tell_webhook(NEW."prediction_id", NEW."webhook", 'logs');
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "prediction_payloads_tell_of_output" AFTER UPDATE OF "chunks", "logs" ON "prediction_payloads"
    FOR EACH ROW WHEN (NEW."webhook" IS NOT NULL)
    EXECUTE FUNCTION tell_of_output();

-- CreateTable
CREATE TABLE "prediction_secrets" (
    "prediction_id" TEXT NOT NULL,
    "secrets" JSONB NOT NULL,

    CONSTRAINT "prediction_secrets_pkey" PRIMARY KEY ("prediction_id")
);

-- AddForeignKey
ALTER TABLE "prediction_secrets" ADD CONSTRAINT "prediction_secrets_prediction_id_fkey" FOREIGN KEY ("prediction_id") REFERENCES "prediction_payloads"("prediction_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A prediction ends in several ways, and with each its secrets go.
CREATE FUNCTION forget_secrets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "prediction_secrets" WHERE "prediction_id" = NEW."id";
    RETURN NULL;
END
$$;
CREATE TRIGGER "predictions_forget_secrets" AFTER UPDATE OF "state" ON "predictions"
    FOR EACH ROW WHEN (NEW."state" IN ('succeeded', 'failed', 'canceled'))
    EXECUTE FUNCTION forget_secrets();

-- AlterTable
ALTER TABLE "prediction_payloads" ADD COLUMN     "raw" JSONB;

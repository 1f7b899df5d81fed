"""Mistakes with the database, buckets, queues and rules."""

from tests.infra_cfn.gates.mistake import Mistake, added, drop, put, replaced, without

DATABASE, SETTINGS = "data/Database", "data/Settings/Parameters"
UPLOADS, JOBS = "storage/UploadBucket", "events/JobQueue"
PUBLIC = f"{UPLOADS}/PublicAccessBlockConfiguration"
SEND = "events/JobQueuePolicy/PolicyDocument/Statement"
ENCRYPTION = f"{UPLOADS}/BucketEncryption"

DATA = [
    Mistake("database is public", put(f"{DATABASE}/PubliclyAccessible", True)),
    Mistake("database is not encrypted", put(f"{DATABASE}/StorageEncrypted", False)),
    Mistake("database takes passwords", put(f"{DATABASE}/EnableIAMDatabaseAuthentication", False)),
    Mistake("somebody keeps the password", put(f"{DATABASE}/ManageMasterUserPassword", False)),
    Mistake("password in the template", put(f"{DATABASE}/MasterUserPassword", "changeme123")),
    Mistake("no minor versions", put(f"{DATABASE}/AutoMinorVersionUpgrade", False)),
    Mistake("snapshots without tags", put(f"{DATABASE}/CopyTagsToSnapshot", False)),
    Mistake("no enhanced monitoring", drop(f"{DATABASE}/MonitoringInterval")),
    Mistake("no insights", put(f"{DATABASE}/EnablePerformanceInsights", False)),
    Mistake("no standby", put(f"{DATABASE}/MultiAZ", False)),
    Mistake("no deletion protection", put(f"{DATABASE}/DeletionProtection", False)),
    Mistake("one day of backups", put(f"{DATABASE}/BackupRetentionPeriod", 1)),
    Mistake(
        "database log stays inside", put(f"{DATABASE}/EnableCloudwatchLogsExports", ["upgrade"])
    ),
    Mistake("database log without end", drop(f"{DATABASE}/../DependsOn")),
    Mistake("no last snapshot", put(f"{DATABASE}/../DeletionPolicy", "Delete")),
    Mistake("no snapshot before replacing", drop(f"{DATABASE}/../UpdateReplacePolicy")),
    Mistake("database without TLS", put(f"{SETTINGS}/rds.force_ssl", "0")),
    Mistake("statements are logged", put(f"{SETTINGS}/log_statement", "all")),
    Mistake("values are logged", put(f"{SETTINGS}/log_parameter_max_length", "-1")),
    Mistake("slow statements are logged", put(f"{SETTINGS}/log_min_duration_statement", "1000")),
    Mistake("refused statements are logged", drop(f"{SETTINGS}/log_min_error_statement")),
    Mistake("refused values are logged", put(f"{SETTINGS}/log_error_verbosity", "default")),
    Mistake("database of default settings", drop(f"{DATABASE}/DBParameterGroupName")),
    Mistake(
        "more instances than connections", put("api/Function/ReservedConcurrentExecutions", 900)
    ),
    Mistake("public policies", put(f"{PUBLIC}/BlockPublicPolicy", False)),
    Mistake("public lists", put(f"{PUBLIC}/BlockPublicAcls", False)),
    Mistake("public lists count", drop(f"{PUBLIC}/IgnorePublicAcls")),
    Mistake("public bucket", put(f"{PUBLIC}/RestrictPublicBuckets", False)),
    Mistake(
        "others own files",
        put(f"{UPLOADS}/OwnershipControls/Rules/0/ObjectOwnership", "ObjectWriter"),
    ),
    Mistake("no versions", put(f"{UPLOADS}/VersioningConfiguration/Status", "Suspended")),
    Mistake("bucket without encryption", drop(ENCRYPTION)),
    Mistake(
        "uploads stay for ever", put(f"{UPLOADS}/LifecycleConfiguration/Rules/0/Status", "Disabled")
    ),
    Mistake("no log of reads", drop("storage/ReportBucket/LoggingConfiguration")),
    Mistake("bucket goes with its stack", put(f"{UPLOADS}/../DeletionPolicy", "Delete")),
    Mistake("accounts go with their stack", drop("identity/UserPool/../DeletionPolicy")),
    Mistake(
        "pages may read",
        put(f"{UPLOADS}/CorsConfiguration/CorsRules/0/AllowedMethods", ["GET", "POST"]),
    ),
    Mistake("plain HTTP to files", without("storage/ReportBucketPolicy")),
    Mistake(
        "wrong condition of TLS",
        replaced("storage", "aws:SecureTransport", "aws:SecureTransports"),
    ),
    Mistake(
        "condition of TLS the wrong way round",
        put(
            "storage/UploadBucketPolicy/PolicyDocument/Statement/0/Condition",
            {"Bool": {"aws:SecureTransport": "true"}},
        ),
    ),
    Mistake("queue without encryption", put(f"{JOBS}/SqsManagedSseEnabled", False)),
    Mistake("queue without dead letters", drop(f"{JOBS}/RedrivePolicy")),
    Mistake("dead letters for four days", drop("events/JobDeadLetterQueue/MessageRetentionPeriod")),
    Mistake("jobs come twice", put(f"{JOBS}/VisibilityTimeout", 30)),
    Mistake("short polls", drop(f"{JOBS}/ReceiveMessageWaitTimeSeconds")),
    Mistake("plain HTTP to a queue", drop("events/StandingQueuePolicy/PolicyDocument/Statement/1")),
    Mistake("anybody's rules may send", drop(f"{SEND}/0/Condition")),
    Mistake(
        "a rule may not send",
        put(f"{SEND}/0/Condition/ArnEquals/aws:SourceArn", [{"!GetAtt": "UploadRule.Arn"}]),
    ),
    Mistake(
        "uploads are heard on our bus", put("events/UploadRule/EventBusName", {"!Ref": "DomainBus"})
    ),
    Mistake("reports are heard on AWS's bus", drop("events/ReportRule/EventBusName")),
    Mistake("undelivered events are lost", drop("events/StandingRule/Targets/0/DeadLetterConfig")),
    Mistake("uploads are not told of", drop(f"{UPLOADS}/NotificationConfiguration")),
    Mistake("a second database", added("data", "AWS::RDS::DBInstance", Engine="postgres")),
]

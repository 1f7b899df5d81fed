#!/bin/bash
# Boots systemd, alone, in namespaces of its own: on this machine's root, of which it sees a copy
# that ends with it. Only the loopback network is shared. What only Amazon Linux has is laid over
# from a folder, and /shared is that folder outside.
set -euo pipefail
overlay=$1 shared=$2

mount --make-rprivate /
scratch=$(mktemp --directory)
mount -t tmpfs -o size=2g tmpfs "$scratch"
mkdir "$scratch"/{upper,work,root}
mount -t overlay overlay "$scratch/root" \
  -o "lowerdir=/,upperdir=$scratch/upper,workdir=$scratch/work"
cd "$scratch/root"
# This machine's own units are none of a host's.
rm -rf etc/systemd/system etc/student-cloud opt/student-cloud opt/aws
mkdir -p etc/systemd/system shared
cp -r "$overlay"/. .
for unit in systemd-{sysctl,modules-load,remount-fs,udevd,udev-trigger,binfmt,random-seed,timesyncd,sysusers,tmpfiles-setup-dev,pcrphase,pcrphase-sysinit,update-utmp,machine-id-commit}.service; do
  ln -s /dev/null "etc/systemd/system/$unit"
done
mount -t proc proc proc
mount -o remount,ro,bind /proc/sys proc/sys 2> /dev/null || mount --bind -o ro /proc/sys proc/sys
mount -t sysfs -o ro sysfs sys
mount -t tmpfs tmpfs sys/fs/cgroup
mkdir sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
for folder in run tmp; do mount -t tmpfs tmpfs "$folder"; done
chmod 1777 tmp
mount -t tmpfs tmpfs dev
mkdir dev/{shm,pts}
for device in null zero full random urandom tty; do
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mount -t tmpfs tmpfs dev/shm
chmod 1777 dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount --bind "$shared" shared
mkdir old
pivot_root . old
umount -l /old
mount --make-rshared /
exec env -i container=student-cloud PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --system --unit=multi-user.target --log-target=null

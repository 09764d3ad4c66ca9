require 'fileutils'
require 'open3'
require 'securerandom'
require_relative 'networks'
require_relative 'provision'
require_relative 'settings'

module Muster
  # The machines of a Vagrantfile.
  class Cluster
    SHARE = { nfs: true, mount_options: ['nolock,vers=3,udp'] }.freeze

    # What lets systemd be the first process of a container.
    SYSTEMD = %w[
      --cap-add=SYS_ADMIN --cap-add=NET_ADMIN --cap-add=SYS_NICE --cap-add=SYS_PTRACE --cap-add=SYSLOG
      --security-opt=seccomp=unconfined --security-opt=apparmor=unconfined --cgroupns=host
      --tmpfs=/run:exec --tmpfs=/run/lock --volume=/sys/fs/cgroup:/sys/fs/cgroup:rw --stop-signal=SIGRTMIN+3
    ].freeze

    attr_reader :settings

    def initialize(directory)
      @directory = directory
      @settings = Settings.read(directory)
    end

    def define(config)
      config.ssh.insert_key = false
      config.ssh.forward_agent = true
      config.vm.synced_folder '.', '/vagrant', disabled: true
      config.vbguest.auto_update = false if Vagrant.has_plugin?('vagrant-vbguest')
      settings.numbers.each do |number|
        config.vm.define(settings.name(number)) { |machine| machine(machine, number) }
      end
    end

    # Before the first machine starts: what would come to nothing is told now.
    def check(provider)
      return if @checked

      check_user_data(provider)
      check_network(provider) if ids.empty?
      check_image(provider)
      @checked = true
    end

    # After a machine was destroyed: with the last one goes what they shared.
    def forget
      FileUtils.rm_rf(kept) if ids.empty?
    end

    private

    def machine(machine, number)
      machine.vm.hostname = settings.name(number)
      machine.vm.box = settings.box
      forward(machine, number)
      share(machine)
      machine.vm.provider(:virtualbox) { |vm, override| virtualbox(vm, override, number) }
      machine.vm.provider(:libvirt) { |vm, override| libvirt(vm, override, number) }
      machine.vm.provider(:docker) { |container, override| docker(container, override, number) }
    end

    def forward(machine, number)
      if settings.expose_docker_tcp
        machine.vm.network 'forwarded_port', guest: 2375, host: settings.expose_docker_tcp + number - 1,
                                             host_ip: '127.0.0.1', auto_correct: true
      end
      settings.forwarded_ports.each do |guest, host|
        machine.vm.network 'forwarded_port', guest: guest, host: host, auto_correct: true
      end
    end

    def share(machine)
      settings.shared_folders.each_with_index do |(here, there), index|
        machine.vm.synced_folder here.to_s, there.to_s, id: format('core-share%02d', index), **SHARE
      end
      machine.vm.synced_folder ENV['HOME'], ENV['HOME'], id: 'home', **SHARE if settings.share_home
    end

    def virtualbox(box, override, number)
      box.memory = settings.memory
      box.cpus = settings.cpus
      box.gui = settings.gui
      box.customize ['modifyvm', :id, '--cpuexecutioncap', ($vb_cpuexecutioncap || 100).to_s]
      if settings.serial_log
        log = File.join(@directory, 'log', "#{settings.name(number)}-serial.txt")
        FileUtils.mkdir_p(File.dirname(log))
        FileUtils.touch(log)
        box.customize ['modifyvm', :id, '--uart1', '0x3F8', '4']
        box.customize ['modifyvm', :id, '--uartmode1', log]
      end
      install(override)
      give(override, number, :virtualbox)
    end

    def libvirt(domain, override, number)
      domain.memory = settings.memory
      domain.cpus = settings.cpus
      install(override)
      give(override, number, :libvirt)
    end

    def docker(container, override, number)
      container.image = settings.docker_image
      container.has_ssh = true
      container.remains_running = true
      container.create_args = SYSTEMD + ["--memory=#{settings.memory}m"]
      override.vm.box = nil
      override.ssh.username = 'core'
      override.ssh.private_key_path = File.expand_path(settings.docker_key, @directory)
      give(override, number, :docker)
    end

    def install(override)
      package = settings.package_file
      override.vm.provision 'package', type: 'file', source: package, destination: '/tmp/muster.deb' if package
    end

    def give(override, number, provider)
      netmask = provider == :docker ? 24 : '255.255.255.0' # docker's provider hands on what it is given
      override.vm.network :private_network, ip: settings.address(number, provider), netmask: netmask
      script = Provision.new(settings, provider, secret).script(number, user_data)
      override.vm.provision 'muster', type: 'shell', inline: script, privileged: true
    end

    def check_user_data(provider)
      agent = agent()
      plain, ok = validate(agent, user_data)
      rendered = UserData.fill(Provision.new(settings, provider, 'none').user_data(user_data), '0' * 32)
      plain, ok = validate(agent, rendered, "--machines=#{settings.machines}") if ok
      raise Refused, "#{user_data_file} has errors, so no machine is started:\n#{plain}" unless ok
    end

    def validate(agent, text, *options)
      said, status = Open3.capture2e(agent, 'validate', *options, '-', stdin_data: text)
      [said.gsub(/^(-|standard input):/, "#{user_data_file}:"), status.success?]
    end

    # The one that was built here, else the one that is installed.
    def agent
      built = File.expand_path('../dist/target/muster/bin/node-agent', @directory)
      paths = [built] + ENV['PATH'].split(File::PATH_SEPARATOR).map { |path| File.join(path, 'node-agent') }
      paths.find { |path| File.executable?(path) } ||
        raise(Refused, "user-data cannot be checked without node-agent; './muster package' makes it")
    end

    def check_network(provider)
      docker = provider.to_s == 'docker'
      present = Networks.of_interfaces.reject { |name, _| docker && name.match?(/\A(docker0|br-.*)\z/) }
      present += Networks.of_docker if docker
      Networks.require_free(settings.network(provider), present, docker ? 'docker_subnet' : 'subnet')
    end

    def check_image(provider)
      if provider.to_s == 'docker'
        _, status = Open3.capture2e('docker', 'image', 'inspect', settings.docker_image)
        raise Refused, "there is no image #{settings.docker_image}; './muster machine' makes it" unless status.success?
      elsif settings.package_file.nil?
        raise Refused, "there is no package #{settings.package}; './muster package' makes it"
      end
    end

    def user_data
      File.read(user_data_file)
    end

    def user_data_file
      File.join(@directory, 'user-data')
    end

    # Kept until the last machine is destroyed.
    def secret
      file = File.join(kept, 'secret')
      return File.read(file) if File.exist?(file)

      FileUtils.mkdir_p(kept)
      File.open(file, 'w', 0o600) { |out| out.write(SecureRandom.hex(16)) }
      File.read(file)
    end

    def kept
      File.join(@directory, '.vagrant', 'muster')
    end

    def ids
      Dir.glob(File.join(@directory, '.vagrant', 'machines', '*', '*', 'id'))
    end
  end
end
